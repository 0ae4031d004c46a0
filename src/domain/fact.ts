/** What every event has: what happened, when, and by whom. */
import type { Actor } from './actor.ts';
import type { Instant } from './instant.ts';

export interface Fact<T extends string> {
  readonly type: T;
  readonly at: Instant;
  /** When a person said it, where that was earlier than it reached us. */
  readonly saidAt?: Instant;
  readonly by: Actor;
}
