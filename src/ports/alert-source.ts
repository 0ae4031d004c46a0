/** The alert source is asked what fires now, when its webhooks may have been lost. */
import type { AlertGroup } from '../domain/alert-group.ts';
import type { Instant } from '../domain/instant.ts';
import type { Signal } from '../domain/signal.ts';

export interface StandingAlert {
  readonly signal: Signal;
  /** Fires, but a silence or an inhibition keeps it from being notified: not resolved. */
  readonly suppressed: boolean;
  /** Why, for people: `silenced by …`, `inhibited by …`; empty when it is not suppressed. */
  readonly reason: string;
  /** Names of those who are told of it. */
  readonly receivers: readonly string[];
  /** When its own sender last said that it fires; null when the source does not say. */
  readonly updatedAt: Instant | null;
}

export interface StandingGroup extends AlertGroup {
  readonly fingerprints: readonly string[];
}

/** Every method throws PortError, and answers or throws within its deadline. */
export interface AlertSource {
  /** All alerts that it holds, active and suppressed. */
  standing(): Promise<readonly StandingAlert[]>;
  /** How it groups them for its receivers. */
  groups(): Promise<readonly StandingGroup[]>;
}
