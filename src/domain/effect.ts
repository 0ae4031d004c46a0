/** An effect is something the world must now do; it becomes an outbox row, once per dedupe key. */
import type { Instant } from './instant.ts';

export type EffectKind =
  | 'page'
  | 'close-page'
  | 'note'
  | 'diagnose'
  | 'verify'
  | 'publish'
  | 'accept-proposal';

export interface Effect {
  readonly kind: EffectKind;
  /** Unique for ever: the same key asked twice is done once. */
  readonly dedupe: string;
  readonly dueAt: Instant;
  readonly payload: Readonly<Record<string, string | number>>;
}

/**
 * How an effect is carried: `pager` rows are sent in order per incident straight after the commit, `note` rows
 * likewise on a lane of their own so that a slow note never delays a page, `job` rows through the queue,
 * `timer` rows by the clock.
 */
export type Lane = 'pager' | 'note' | 'job' | 'timer';

const LANES: Readonly<Record<EffectKind, Lane>> = {
  page: 'pager',
  'close-page': 'pager',
  note: 'note',
  diagnose: 'job',
  verify: 'job',
  publish: 'job',
  'accept-proposal': 'timer',
};

export function laneOf(kind: EffectKind): Lane {
  return LANES[kind];
}
