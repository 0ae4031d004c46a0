/** Random walks through an incident's life: any command at any time, and every state and event on the way. */
import fc from 'fast-check';
import type { Command } from '../../../src/domain/command.ts';
import { decide } from '../../../src/domain/decide.ts';
import { evolve } from '../../../src/domain/evolve.ts';
import { needsOf } from '../../../src/domain/gates.ts';
import type { Incident } from '../../../src/domain/incident.ts';
import type { IncidentEvent } from '../../../src/domain/incident-event.ts';
import { DEFAULT_POLICY, type Policy } from '../../../src/domain/policy.ts';
import { NEED_NAMES, type NeedName } from '../../../src/domain/refusal.ts';
import { SEVERITIES } from '../../../src/domain/severity.ts';
import { updateClock } from '../../../src/domain/update-clock.ts';
import {
  cause,
  check,
  confirm,
  evidence,
  fix,
  override,
  resolve,
  usersOk,
  vouch,
} from '../../given/command.ts';
import { LAN, observe, proposal, signal, TOCSIN, tPlus } from '../../given/story.ts';

type Verdict = 'recovered' | 'not-recovered' | 'inconclusive';
type Step = (incident: Incident, at: string) => Command;

export interface Walk {
  readonly incident: Incident;
  readonly events: readonly IncidentEvent[];
  /** After each event. */
  readonly states: readonly Incident[];
  /** After each command that was taken. */
  readonly rests: readonly Incident[];
}

function clearing(incident: Incident, at: string): Command {
  const prints = Object.keys(incident.signals).map((key) => key.replace('alertmanager:', ''));
  const each = (fingerprint: string) => signal({ status: 'resolved', endsAt: at, fingerprint });
  return observe(prints.map(each), { at });
}

/** Always of the clearing at hand, so that it is not just skipped. */
function checking(verdict: Verdict, { clearedAt, lastCheck }: Incident, at: string): Command {
  return check(verdict, clearedAt ?? at, (lastCheck?.attempt ?? 0) + 1, at);
}

const IDS = fc.constantFrom<readonly `E${number}`[]>([], ['E1'], ['E2', 'E7']);

const signals = fc.oneof(
  fc.tuple(fc.constantFrom(...SEVERITIES), fc.boolean()).map(
    ([severity, knowsWhom]): Step =>
      (_, at) => ({
        ...observe([signal({ startsAt: at, fingerprint: severity })], { at, severity }),
        proposal: { ...proposal(severity), impact: knowsWhom ? 'nobody can pay' : '' },
      }),
  ),
  fc.constantFrom<readonly string[]>(['SEV1'], ['SEV2', 'SEV3'], ['a1b2c3d4e5f60718']).map(
    (prints): Step =>
      (_, at) => {
        const each = (fingerprint: string) =>
          signal({ status: 'resolved', endsAt: at, fingerprint });
        return observe(prints.map(each), { at });
      },
  ),
  fc.constant<Step>(clearing),
);

const work = fc.oneof(
  fc.constantFrom(...SEVERITIES).map(
    (severity): Step =>
      () =>
        confirm(severity),
  ),
  fc.constantFrom('answered', 'unavailable', 'empty').map(
    (outcome): Step =>
      (_, at) =>
        evidence({ outcome: outcome as 'empty', question: at }),
  ),
  IDS.map(
    (ids): Step =>
      () =>
        cause(ids),
  ),
  fc.tuple(IDS, fc.constantFrom('', 'set it back')).map(
    ([ids, rollback]): Step =>
      () =>
        ({ ...fix(ids), rollback }) as Command,
  ),
  fc
    .constantFrom<Verdict>('recovered', 'not-recovered', 'inconclusive')
    .map((verdict) => (incident: Incident, at: string) => checking(verdict, incident, at)),
  fc.constantFrom<Step>(
    () => vouch(),
    () => resolve(),
    () => usersOk(),
    () => ({ ...usersOk(), calm: false, text: 'two still wait' }) as Command,
    (_, at) => ({ type: 'HearResolved', at, by: LAN, text: 'resolved there' }),
    (_, at) => ({ type: 'Continue', at, by: LAN }),
    (_, at) => ({ type: 'ClosePostmortem', at, by: LAN }),
    (_, at) => ({ type: 'AcceptProposal', at, by: TOCSIN }),
  ),
  fc.constantFrom(null, ...NEED_NAMES).map(
    (need): Step =>
      () =>
        override(need),
  ),
);

const told = fc.constantFrom<Step>(
  (_, at) => ({ type: 'StateImpact', at, by: LAN, impact: 'nobody can pay' }),
  (_, at) => ({ type: 'NameServices', at, by: LAN, services: ['cart'] }),
  (_, at) => ({ type: 'TakeCommand', at, by: LAN, commander: 'me' }),
  (_, at) => ({ type: 'StateWhy', at, by: LAN, texts: ['a', 'b', 'c'] }),
  (_, at) => ({ type: 'StatePrevention', at, by: LAN, text: 'load tests' }),
  (_, at) => ({
    ...{ type: 'AddAction', at, by: LAN, text: 'x', due: '', owner: '', proof: null },
  }),
  (_, at) => ({
    ...{ type: 'AddAction', at, by: LAN, text: 'x', proof: { promql: 'up', days: 1 } },
    ...{ due: '2026-12-01', owner: 'Lan' },
  }),
  (_, at) => ({ type: 'FinishAction', at, by: LAN, action: 'A1' }),
  (_, at) => ({ type: 'GoDeeper', at, by: LAN }),
  (_, at) => ({ type: 'UpdateStakeholders', at, by: LAN, text: 'half is back' }),
  (incident, at) => {
    const base = updateClock(incident, DEFAULT_POLICY)?.base ?? at;
    return { type: 'UpdateFallsDue', at, by: TOCSIN, base, text: 'what changed' };
  },
);

/** What meets the first need of the next gate, so that walks come far. */
const helpful: Step = (incident, at) => {
  const first = needsOf(incident, DEFAULT_POLICY)[0]?.need ?? 'none';
  const meet = MEETING[first] ?? ((_, now) => ({ type: 'Continue', at: now, by: LAN }));
  return meet(incident, at);
};

const MEETING: Readonly<Partial<Record<NeedName | 'none', Step>>> = {
  'severity-confirmed': () => confirm('proposed'),
  'affected-services': (_, at) => ({ type: 'NameServices', at, by: LAN, services: ['cart'] }),
  impact: (_, at) => ({ type: 'StateImpact', at, by: LAN, impact: 'nobody can pay' }),
  commander: (_, at) => ({ type: 'TakeCommand', at, by: LAN, commander: 'me' }),
  'root-cause': ({ evidence: known }, at) => {
    const usable = known.find(({ outcome }) => outcome !== 'unavailable');
    return usable === undefined ? evidence({ question: at }) : cause([usable.id]);
  },
  fix: ({ evidence: known }) => fix(known.slice(0, 1).map(({ id }) => id)),
  'alerts-clear': (incident, at) => clearing(incident, at),
  verification: (incident, at) => checking('recovered', incident, at),
  'user-reports': () => usersOk(),
  'five-whys': (_, at) => ({ type: 'StateWhy', at, by: LAN, texts: ['a', 'b', 'c', 'd', 'e'] }),
  'action-item': (_, at) => ({
    ...{ type: 'AddAction', at, by: LAN, text: 'x', proof: null },
    ...{ due: '2026-12-01', owner: 'Lan' },
  }),
  prevention: (_, at) => ({ type: 'StatePrevention', at, by: LAN, text: 'load tests' }),
};

export function walks(policy: Policy = DEFAULT_POLICY): fc.Arbitrary<Walk> {
  const step = fc.oneof(
    { weight: 3, arbitrary: signals },
    { weight: 6, arbitrary: work },
    { weight: 4, arbitrary: told },
    { weight: 12, arbitrary: fc.constant(helpful) },
  );
  return fc
    .tuple(fc.boolean(), fc.array(step, { maxLength: 40, size: 'max' }))
    .map(([knowsWhom, steps]) => walk(knowsWhom, steps, policy));
}

function walk(knowsWhom: boolean, steps: readonly Step[], policy: Policy): Walk {
  let incident: Incident | null = null;
  const events: IncidentEvent[] = [];
  const states: Incident[] = [];
  const rests: Incident[] = [];
  const take = (command: Command) => {
    const decided = decide(incident, command, policy);
    if (!decided.ok) return;
    for (const event of decided.value) {
      incident = evolve(incident, event);
      events.push(event);
      states.push(incident);
    }
    if (incident !== null) rests.push(incident);
  };
  const opening = {
    ...proposal('SEV1'),
    ...(knowsWhom ? {} : { affectedServices: [], impact: '' }),
  };
  take({ ...observe([signal()]), proposal: opening } as Command);
  steps.forEach((next, index) => {
    if (incident === null) throw new Error('not opened');
    take({ ...next(incident, tPlus(index * 60)), at: tPlus(index * 60) });
  });
  if (incident === null) throw new Error('not opened');
  return { incident, events, states, rests };
}
