/** An effect is something the world must now do; it becomes an outbox row, once per dedupe key. */
import type { Instant } from './instant.ts';

export type EffectKind =
  | 'page'
  | 'close-page'
  | 'note'
  | 'diagnose'
  | 'verify'
  | 'publish'
  | 'accept-proposal'
  /** Has the page been accepted in time, and later: was it seen at the vendor? */
  | 'check-accepted'
  | 'check-seen'
  | 'call-again'
  | 'fallback'
  | 'call-architect'
  | 'nudge-triage'
  | 'nudge-update'
  | 'update-due'
  | 'begin-step'
  | 'chat'
  | 'status-update'
  | 'stakeholder-hook'
  | 'recall'
  | 'reopen-actions'
  | 'remind-action'
  | 'prove-action'
  | 'remind-postmortem';

export interface Effect {
  readonly kind: EffectKind;
  /** Unique for ever: the same key asked twice is done once. */
  readonly dedupe: string;
  readonly dueAt: Instant;
  readonly payload: Readonly<Record<string, string | number>>;
}

/**
 * How an effect is carried: `pager` rows are sent in order per incident straight after the commit, `note` rows
 * likewise on a lane of their own so that a slow note never delays a page, `chat` rows likewise, `call` rows likewise but
 * in no order, `job` rows through the queue, `timer` rows by the clock.
 */
export type Lane = 'pager' | 'note' | 'chat' | 'call' | 'job' | 'timer';

const LANES = {
  page: 'pager',
  'close-page': 'pager',
  note: 'note',
  diagnose: 'job',
  verify: 'job',
  publish: 'job',
  'accept-proposal': 'timer',
  'check-accepted': 'timer',
  'check-seen': 'timer',
  'call-again': 'timer',
  fallback: 'call',
  'call-architect': 'call',
  'nudge-triage': 'timer',
  'nudge-update': 'timer',
  'update-due': 'timer',
  'begin-step': 'call',
  chat: 'chat',
  'status-update': 'call',
  'stakeholder-hook': 'call',
  recall: 'job',
  'reopen-actions': 'call',
  'remind-action': 'timer',
  'prove-action': 'job',
  'remind-postmortem': 'timer',
} as const satisfies Readonly<Record<EffectKind, Lane>>;

/** The kinds that a lane carries. */
export type KindOn<L extends Lane> = {
  [K in EffectKind]: (typeof LANES)[K] extends L ? K : never;
}[EffectKind];

export function laneOf(kind: EffectKind): Lane {
  return LANES[kind];
}
