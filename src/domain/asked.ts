/** What every command has: what is asked, when, and by whom. */
import type { Actor } from './actor.ts';
import type { Instant } from './instant.ts';

export interface Asked<T extends string> {
  readonly type: T;
  readonly at: Instant;
  /** When it was said, where that was earlier than it reached us: what people say counts in the order they said it. */
  readonly saidAt?: Instant;
  readonly by: Actor;
}

/** What a clock asks that was set for one round of an incident. */
export interface AskedInRound<T extends string> extends Asked<T> {
  /** How often it had been reopened when the clock was set; absent where the clock does not know. */
  readonly round?: number;
}
