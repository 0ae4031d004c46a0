/** The alert ledger remembers what a comparison with the alert source needs from one round, and one start, to the next. */
import type { HeardGroup } from '../domain/alert-group.ts';
import type { SignalState } from '../domain/signal.ts';

/** A signal as it was last heard, in whichever incident. */
export interface KnownSignal extends SignalState {
  /** Empty when none was ever given. */
  readonly groupKey: string;
}

/** Every method throws StoreUnavailable. */
export interface AlertLedger {
  /** A webhook named this group; one that is known so already costs nothing. */
  hear(group: HeardGroup): Promise<void>;
  /** Receivers that ever delivered here. */
  receivers(): Promise<readonly string[]>;
  /** What was heard of a receiver: the group with just these labels first, then the latest ones; at most `limit`. */
  heard(
    receiver: string,
    labels: HeardGroup['labels'],
    limit: number,
  ): Promise<readonly HeardGroup[]>;
  /** By signal key. */
  known(signalKeys: readonly string[]): Promise<ReadonlyMap<string, KnownSignal>>;
  /** The source has these alerts: from now on their absence means something. */
  noteListed(signalKeys: readonly string[]): Promise<void>;
  /** Those of them that the source ever had. */
  listed(signalKeys: readonly string[]): Promise<ReadonlySet<string>>;
}
