/** Given / when / yields: the language in which the pure centre is tested. */
import { expect } from 'vitest';
import type { Actor } from '../../src/domain/actor.ts';
import type { Command } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide.ts';
import type { Effect } from '../../src/domain/effect.ts';
import { evolve } from '../../src/domain/evolve.ts';
import type { Incident } from '../../src/domain/incident.ts';
import type { IncidentEvent } from '../../src/domain/incident-event.ts';
import { type Instant, plusSeconds } from '../../src/domain/instant.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/domain/policy.ts';
import { react } from '../../src/domain/react.ts';
import type { Proposal } from '../../src/domain/severity.ts';
import type { Signal } from '../../src/domain/signal.ts';

export const START: Instant = '2026-03-17T14:30:00.000Z';
export const LAN: Actor = {
  kind: 'person',
  name: 'Lan Nguyen',
  channel: 'pagerduty',
  id: 'PLAN001',
};
export const ALERTMANAGER: Actor = {
  kind: 'system',
  name: 'alertmanager',
  channel: 'alertmanager',
};
export const TOCSIN: Actor = { kind: 'system', name: 'verification', channel: 'tocsin' };

export function tPlus(seconds: number): Instant {
  return plusSeconds(START, seconds);
}

export function proposal(severity: Proposal['severity'], rule = 'shop/CheckoutDown'): Proposal {
  return {
    severity,
    rule,
    reason: 'Checkout is down',
    affectedServices: ['checkout'],
    impact: 'no checkout succeeds',
  };
}

export function signal(over: Partial<Signal> = {}): Signal {
  return {
    source: 'alertmanager',
    fingerprint: 'a1b2c3d4e5f60718',
    status: 'firing',
    name: 'CheckoutDown',
    labels: { alertname: 'CheckoutDown', service: 'checkout' },
    annotations: { summary: 'no checkout succeeds' },
    startsAt: tPlus(-60),
    endsAt: null,
    generatorUrl: '',
    groupKey: '{}:{alertname="CheckoutDown"}',
    ...over,
  };
}

export function observe(
  signals: readonly Signal[],
  over: { at?: Instant; severity?: Proposal['severity']; truncated?: number } = {},
): Command {
  return {
    type: 'ObserveSignals',
    at: over.at ?? START,
    by: ALERTMANAGER,
    birth: {
      id: 'INC-2026-03-17-001',
      uid: '7d3c0f52',
      dedupKey: 'tocsin-7d3c0f52',
      correlationKey: 'groupKey:x',
      source: 'alertmanager',
      follows: null,
    },
    signals,
    known: new Map(),
    truncated: over.truncated ?? 0,
    proposal: proposal(over.severity ?? 'SEV1'),
  };
}

/** A story told by commands; a refused command fails the test unless it is asked about. */
export interface Story {
  readonly incident: Incident;
  readonly events: readonly IncidentEvent[];
  readonly effects: readonly Effect[];
  when(command: Command): Story;
  /** Event types that the last command yielded. */
  yields(...types: IncidentEvent['type'][]): Story;
  refuses(command: Command, ...needs: string[]): Story;
  /** What is done to reach people and to find out, beside what is told and the clocks of the workflow. */
  does(...kinds: Effect['kind'][]): Story;
  /** Who is told what, as `chat opened`, `note step`, `status-update`. */
  tells(...told: string[]): Story;
  /** What the workflow sets going: its steps and its clocks. */
  sets(...kinds: Effect['kind'][]): Story;
}

const TELLING: ReadonlySet<Effect['kind']> = new Set([
  'chat',
  'note',
  'status-update',
  'stakeholder-hook',
]);
const SETTING: ReadonlySet<Effect['kind']> = new Set([
  'nudge-triage',
  'nudge-update',
  'update-due',
  'begin-step',
  'recall',
  'reopen-actions',
  'remind-action',
  'prove-action',
  'remind-postmortem',
]);

function toldOf({ kind, payload }: Effect): string {
  const what = payload['what'] === 'nudge' ? `nudge ${payload['about']}` : payload['what'];
  return [kind, what ?? payload['about']].filter((part) => part !== undefined).join(' ');
}

export function given(command: Command, policy: Policy = DEFAULT_POLICY): Story {
  return tell(null, [], [], policy).when(command);
}

function tell(
  incident: Incident | null,
  events: readonly IncidentEvent[],
  effects: readonly Effect[],
  policy: Policy,
): Story {
  return {
    get incident(): Incident {
      if (incident === null) throw new Error('the story has no incident');
      return incident;
    },
    events,
    effects,
    when(command) {
      const decided = decide(incident, command, policy);
      if (!decided.ok) throw new Error(`refused: ${JSON.stringify(decided.error)}`);
      let next = incident;
      const news: Effect[] = [];
      for (const event of decided.value) {
        next = evolve(next, event);
        news.push(...react(next, event, policy));
      }
      return tell(next, decided.value, news, policy);
    },
    yields(...types) {
      expect(events.map((event) => event.type)).toEqual(types);
      return this;
    },
    refuses(command, ...needs) {
      const decided = decide(incident, command, policy);
      expect(decided.ok ? 'accepted' : decided.error.needs.map((need) => need.need)).toEqual(needs);
      return this;
    },
    does(...kinds) {
      const done = effects.map((effect) => effect.kind);
      expect(done.filter((kind) => !TELLING.has(kind) && !SETTING.has(kind))).toEqual(kinds);
      return this;
    },
    tells(...told) {
      const said = effects.filter((effect) => TELLING.has(effect.kind)).map(toldOf);
      expect([...new Set(said)]).toEqual(told);
      return this;
    },
    sets(...kinds) {
      const set = effects.map((effect) => effect.kind);
      expect(set.filter((kind) => SETTING.has(kind))).toEqual(kinds);
      return this;
    },
  };
}
