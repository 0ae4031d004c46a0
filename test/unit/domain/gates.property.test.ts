import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/domain/command.ts';
import { decide } from '../../../src/domain/decide.ts';
import { evolve } from '../../../src/domain/evolve.ts';
import type { Incident } from '../../../src/domain/incident.ts';
import type { IncidentEvent } from '../../../src/domain/incident-event.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { isWorse, SEVERITIES } from '../../../src/domain/severity.ts';
import {
  cause,
  check,
  confirm,
  evidence,
  fix,
  override,
  resolve,
  vouch,
} from '../../given/command.ts';
import { LAN, observe, START, signal, TOCSIN, tPlus } from '../../given/story.ts';

/** Any command at any time; the check is always of the clearing at hand, so that it is not just skipped. */
const step = fc.oneof(
  fc.constantFrom(...SEVERITIES).map((severity) => () => confirm(severity)),
  fc
    .constantFrom(...SEVERITIES)
    .map(
      (severity) => (_: Incident, at: string) =>
        observe([signal({ startsAt: at, fingerprint: severity })], { at, severity }),
    ),
  fc
    .constantFrom(...SEVERITIES)
    .map(
      (severity) => (_: Incident, at: string) =>
        observe([signal({ status: 'resolved', endsAt: at, fingerprint: severity })], { at }),
    ),
  fc.constant((_: Incident, at: string) =>
    observe([signal({ status: 'resolved', endsAt: at })], { at }),
  ),
  fc
    .constantFrom('answered', 'unavailable')
    .map(
      (outcome) => (_: Incident, at: string) =>
        evidence({ outcome: outcome as 'answered', question: at }),
    ),
  fc.constantFrom<readonly `E${number}`[]>([], ['E1'], ['E2', 'E7']).map((ids) => () => cause(ids)),
  fc.constantFrom<readonly `E${number}`[]>([], ['E1'], ['E2', 'E7']).map((ids) => () => fix(ids)),
  fc
    .constantFrom('recovered', 'not-recovered', 'inconclusive')
    .map(
      (verdict) => (incident: Incident, at: string) =>
        check(
          verdict as 'recovered',
          incident.clearedAt ?? at,
          (incident.lastCheck?.attempt ?? 0) + 1,
          at,
        ),
    ),
  fc.constant(() => vouch()),
  fc.constant(() => resolve()),
  fc.constant((): Command => ({ type: 'Continue', at: START, by: LAN })),
  fc.constant((): Command => ({ type: 'ClosePostmortem', at: START, by: LAN })),
  fc.constant((): Command => ({ type: 'AcceptProposal', at: START, by: TOCSIN })),
  fc
    .constantFrom('root-cause', 'verification', 'alerts-clear', 'known-evidence', null)
    .map((need) => () => override(need as 'root-cause')),
);

interface Walk {
  readonly incident: Incident;
  readonly events: readonly IncidentEvent[];
  readonly states: readonly Incident[];
}

function walk(steps: readonly ((incident: Incident, at: string) => Command)[]): Walk {
  let incident: Incident | null = null;
  const events: IncidentEvent[] = [];
  const states: Incident[] = [];
  const take = (command: Command) => {
    const decided = decide(incident, command, DEFAULT_POLICY);
    if (!decided.ok) return;
    for (const event of decided.value) {
      incident = evolve(incident, event);
      events.push(event);
      states.push(incident);
    }
  };
  take(observe([signal()]));
  steps.forEach((next, index) => {
    if (incident === null) throw new Error('not opened');
    take({ ...next(incident, tPlus(index * 60)), at: tPlus(index * 60) });
  });
  if (incident === null) throw new Error('not opened');
  return { incident, events, states };
}

describe('no sequence of commands', () => {
  const walks = fc.array(step, { maxLength: 40 }).map(walk);
  const always = (property: (walked: Walk) => void) =>
    fc.assert(fc.property(walks, property), { numRuns: 1500 });

  it('reaches recovering without a root cause on known evidence or a printed override', () => {
    always(({ states }) => {
      for (const { phase, evidence: known, overrides } of states) {
        if (phase.status !== 'recovering') continue;
        const ids = new Set<string>(known.map((each) => each.id));
        const hasWaiver = overrides.some((each) => each.need === 'known-evidence');
        if (phase.cause.how === 'overridden') expect(phase.cause.reason).not.toBe('');
        else if (!hasWaiver) {
          expect(phase.cause.evidence.length).toBeGreaterThan(0);
          expect(phase.cause.evidence.every((id) => ids.has(id))).toBe(true);
        }
      }
    });
  });

  it('reaches resolved without a verification or a printed override', () => {
    always(({ states }) => {
      for (const state of states) {
        if (state.phase.status !== 'resolved') continue;
        const { verification, resolution } = state.phase.closing;
        if (verification.how === 'overridden') expect(verification.finding).not.toBe('');
        if (resolution !== 'overridden') {
          expect(verification.how).not.toBe('overridden');
          expect(state.clearedAt).not.toBeNull();
        }
      }
    });
  });

  it('lowers a severity without a person', () => {
    always(({ events, states }) => {
      events.forEach((event, index) => {
        const before = states[index - 1];
        const now = states[index];
        if (before === undefined || now === undefined || event.by.kind === 'person') return;
        if (before.proposal.rule === 'none') return;
        expect(isWorse(before.severity, now.severity)).toBe(false);
      });
    });
  });

  it('leaves a state that its events do not give again', () => {
    always(({ events, incident }) => {
      const again = events.reduce<Incident | null>(evolve, null);
      expect(again).toEqual(incident);
    });
  });
});
