import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/domain/command.ts';
import { decide } from '../../../src/domain/decide.ts';
import { evolve } from '../../../src/domain/evolve.ts';
import type { Incident } from '../../../src/domain/incident.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { SEVERITIES } from '../../../src/domain/severity.ts';
import { LAN, observe, START, signal, tPlus } from '../../given/story.ts';

const MINH = { ...LAN, name: 'Minh Tran', id: 'PMINH01' };
const PAGERDUTY = { kind: 'system', name: 'pagerduty', channel: 'pagerduty' } as const;

/** What one webhook asks, with the moment at which it happened at PagerDuty. */
type Webhook = (saidAt: string) => Omit<Command, 'at'>;

const people = fc.constantFrom(LAN, MINH);
const claim = (status: 'firing' | 'resolved') => (saidAt: string) => ({
  ...observe([
    signal({
      source: 'pagerduty',
      fingerprint: 'Q1',
      status,
      startsAt: status === 'firing' ? saidAt : START,
      endsAt: status === 'resolved' ? saidAt : null,
    }),
  ]),
  by: PAGERDUTY,
});

const webhook: fc.Arbitrary<Webhook> = fc.oneof(
  fc.tuple(people, fc.constantFrom(...SEVERITIES)).map(([by, severity]) => (saidAt: string) => ({
    type: 'ConfirmSeverity' as const,
    by,
    saidAt,
    severity,
    reason: '',
  })),
  people.map((by) => (saidAt: string) => ({
    type: 'TakeCommand' as const,
    by,
    saidAt,
    commander: 'me',
  })),
  people.map((by) => (saidAt: string) => ({ type: 'Acknowledge' as const, by, saidAt })),
  fc.constantFrom('Q1', 'Q2').map((incidentId) => () => ({
    type: 'LinkPagerduty' as const,
    by: PAGERDUTY,
    incidentId,
    url: '',
    keys: [],
  })),
);

/** Any authority, so that order alone decides. */
const POLICY = {
  ...DEFAULT_POLICY,
  authority: { confirm: ['anyone'], lower: ['anyone'], override: ['anyone'] },
};

function told(commands: readonly Omit<Command, 'at'>[]): Incident {
  let incident: Incident | null = null;
  const opening = observe([signal({ source: 'pagerduty', fingerprint: 'Q1', startsAt: START })]);
  [opening, ...commands].forEach((command, index) => {
    const decided = decide(incident, { ...command, at: tPlus(10_000 + index) } as Command, POLICY);
    if (!decided.ok) return;
    incident = decided.value.reduce<Incident | null>(evolve, incident);
  });
  if (incident === null) throw new Error('not opened');
  return incident;
}

/** An alert of Alertmanager's that fires and is over, no worse than what opened the incident. */
function episode(index: number): readonly Omit<Command, 'at'>[] {
  const alert = { fingerprint: `a${index}`, startsAt: tPlus(index * 40 + 5) };
  const over = { ...alert, status: 'resolved', endsAt: tPlus(index * 40 + 25) } as const;
  return [observe([signal(alert)]), observe([signal(over)])];
}

/** What people rely on; when things reached us is not part of it. */
function standing(incident: Incident) {
  const { phase, severity, confirmed, commander, acknowledged, vendorIncidents, signals } =
    incident;
  return {
    status: phase.status,
    severity,
    confirmed: confirmed && { ...confirmed, how: confirmed.how },
    commander,
    acknowledged,
    joined: [...vendorIncidents].sort(),
    claims: new Map(Object.entries(signals).map(([key, each]) => [key, each.status])),
  };
}

describe('webhooks of one incident', () => {
  it('duplicated, reordered and delayed in 10,000 ways, end in the same incident', () => {
    const histories = fc
      .tuple(
        fc.array(webhook, { minLength: 1, maxLength: 10 }),
        fc.array(fc.constantFrom('resolved', 'firing'), { maxLength: 3 }),
        fc.nat({ max: 2 }),
      )
      .chain(([webhooks, claims, alerts]) => {
        const said = webhooks.map((make, index) => make(tPlus((index + 1) * 10)));
        // PagerDuty resolves and reopens in turn.
        const alternating = claims.map((_, index) =>
          claim(index % 2 === 0 ? 'resolved' : 'firing')(tPlus(1000 + index * 60)),
        );
        const theirs = Array.from({ length: alerts }, (_, index) => episode(index)).flat();
        const history = [...said, ...theirs, ...alternating];
        return fc.record({
          inOrder: fc.constant(history),
          delivered: fc.shuffledSubarray([...history, ...history], {
            minLength: history.length * 2,
          }),
        });
      });
    fc.assert(
      fc.property(histories, ({ inOrder, delivered }) => {
        expect(standing(told(delivered))).toEqual(standing(told(inOrder)));
      }),
      { numRuns: 10_000 },
    );
    // It takes seconds by itself, and many on a busy machine.
  }, 60_000);
});
