import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/domain/command.ts';
import { decide } from '../../../src/domain/decide.ts';
import { evolve } from '../../../src/domain/evolve.ts';
import { needsOf } from '../../../src/domain/gates.ts';
import type { Incident, Status } from '../../../src/domain/incident.ts';
import type { IncidentEvent } from '../../../src/domain/incident-event.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import type { NeedName } from '../../../src/domain/refusal.ts';
import { isWorse } from '../../../src/domain/severity.ts';
import { cause, resolve } from '../../given/command.ts';
import { LAN, tPlus } from '../../given/story.ts';
import { type Walk, walks } from './walks.ts';

const always = (property: (walked: Walk) => void) =>
  fc.assert(fc.property(walks(), property), { numRuns: 700 });

/** Overrides of the round that a state is in are printed; those of a state are all that it has. */
const isPrinted = ({ overrides }: Incident, need: NeedName) =>
  overrides.some((each) => each.need === need && each.reason !== '');

describe('no sequence of commands', () => {
  it('reaches diagnosing without a completed triage, whose key says what it lacked', () => {
    always(({ events, states }) => {
      states.forEach(({ phase }, index) => {
        if (phase.status !== 'diagnosing') return;
        const before = events.slice(0, index + 1);
        expect(before.some((event) => event.type === 'TriageCompleted')).toBe(true);
        const { services, impact, commander, missing } = phase.triage;
        const printed = before.flatMap((event) =>
          event.type === 'GateOverridden' ? [event.need] : [],
        );
        const excused = new Set<NeedName>([...missing, ...printed]);
        expect(services.length > 0 || excused.has('affected-services')).toBe(true);
        expect(impact !== null || excused.has('impact')).toBe(true);
        expect(commander !== null || excused.has('commander')).toBe(true);
      });
    });
  });

  it('reaches recovering without a root cause on evidence with an answer, or a printed override', () => {
    always(({ states }) => {
      for (const state of states) {
        const { phase, evidence } = state;
        if (phase.status !== 'recovering') continue;
        if (phase.cause.how === 'overridden') expect(phase.cause.reason).not.toBe('');
        else if (!isPrinted(state, 'known-evidence')) {
          const named = phase.cause.evidence.map((id) => evidence.find((each) => each.id === id));
          expect(named).not.toContain(undefined);
          expect(named.some((each) => each?.outcome !== 'unavailable')).toBe(true);
        }
      }
    });
  });

  it('records a fix without a rollback, or a printed override for each', () => {
    always(({ states }) => {
      for (const state of states) {
        if (state.phase.status !== 'recovering') continue;
        const blind = state.phase.fixes.filter(({ rollback }) => rollback === '');
        const printed = state.overrides.filter(({ need }) => need === 'rollback');
        expect(blind.length).toBeLessThanOrEqual(printed.length);
      }
    });
  });

  it('reaches recovering without an event that names the cause, or that overrides it', () => {
    always(({ events, states }) => {
      states.forEach(({ phase }, index) => {
        if (phase.status !== 'recovering') return;
        const { cause } = phase;
        const isBehind = (event: IncidentEvent) =>
          cause.how === 'named'
            ? event.type === 'RootCauseNamed' && event.text === cause.text
            : event.type === 'GateOverridden' && event.reason === cause.reason;
        expect(events.slice(0, index + 1).some(isBehind)).toBe(true);
      });
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

  it('reaches resolved without an event that verified it since it last fired, or that overrode it', () => {
    always(({ events, states }) => {
      events.forEach((event, index) => {
        if (event.type !== 'IncidentResolved') return;
        const before = events.slice(0, index);
        const { how, finding } = event.closing.verification;
        const isBehind = (one: IncidentEvent) => {
          if (how === 'checked') {
            return one.type === 'RecoveryChecked' && one.verdict === 'recovered';
          }
          if (how === 'vouched') return one.type === 'RecoveryVouched' && one.text === finding;
          return one.type === 'GateOverridden' && one.need === 'verification';
        };
        const proof = before.findLastIndex(isBehind);
        expect([how, proof >= 0]).toEqual([how, true]);
        if (how === 'overridden') return;
        const fires = ({ signals }: Incident) =>
          Object.values(signals).some(({ status }) => status === 'firing');
        const lastFired = states.slice(0, index).findLastIndex(fires);
        expect(proof).toBeGreaterThan(lastFired);
      });
    });
  });

  it('lets a person resolve a SEV1 or SEV2 without what users report, or a printed override', () => {
    always(({ events, states }) => {
      events.forEach((event, index) => {
        const state = states[index];
        if (event.type !== 'IncidentResolved' || event.by.kind !== 'person') return;
        if (state === undefined || !DEFAULT_POLICY.severities[state.severity].askUsers) return;
        expect(state.userReports?.calm === true || isPrinted(state, 'user-reports')).toBe(true);
      });
    });
  });

  it('reaches postmortem without its four needs, or printed overrides', () => {
    always(({ states }) => {
      for (const state of states) {
        if (state.phase.status !== 'postmortem') continue;
        const { phase, whys, actions, prevention } = state;
        const isOwned = actions.some(({ owner, due }) => owner !== '' && due !== '');
        expect(phase.closing.cause !== null || isPrinted(state, 'root-cause')).toBe(true);
        expect(whys.length >= 5 || isPrinted(state, 'five-whys')).toBe(true);
        expect(isOwned || isPrinted(state, 'action-item')).toBe(true);
        expect(prevention.length > 0 || isPrinted(state, 'prevention')).toBe(true);
      }
    });
  });

  it('finds a gate that asks for anything else than is told, or that stands open while it is asked', () => {
    always(({ rests }) => {
      for (const state of rests) {
        const needs = needsOf(state, DEFAULT_POLICY).map(({ need }) => need);
        expect(gateAsks(state)).toEqual(needs);
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

/** What passing the gate that comes next is refused for; nothing where it opens. */
function gateAsks(state: Incident): readonly NeedName[] {
  const pass = PASSING[state.phase.status];
  if (pass === null) return [];
  const decided = decide(state, pass, DEFAULT_POLICY);
  return decided.ok ? [] : decided.error.needs.map(({ need }) => need);
}

const at = tPlus(9999);
const PASSING: Readonly<Record<Status, Command | null>> = {
  triage: cause(['E1'], at),
  diagnosing: { type: 'Continue', at, by: LAN },
  recovering: resolve(at),
  resolved: { type: 'ClosePostmortem', at, by: LAN },
  postmortem: null,
};

describe('a walk', () => {
  it('reaches every phase often enough for these properties to say something', () => {
    const samples = fc.sample(walks(), { numRuns: 700, seed: 7 });
    const reached = (status: string) =>
      samples.filter(({ states }) => states.some(({ phase }) => phase.status === status)).length;
    for (const status of ['triage', 'diagnosing', 'recovering', 'resolved'])
      expect([status, reached(status) > 150]).toEqual([status, true]);
    expect(reached('postmortem')).toBeGreaterThan(50);
  });
});
