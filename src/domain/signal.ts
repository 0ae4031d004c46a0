/** A signal is one source's claim that something is wrong, or has stopped being wrong. */
import type { Instant } from './instant.ts';

export type SignalSource = 'alertmanager' | 'grafana' | 'pagerduty' | 'api';

export interface Signal {
  readonly source: SignalSource;
  /** Stable across firing and resolved; unique within its source. */
  readonly fingerprint: string;
  readonly status: 'firing' | 'resolved';
  /** `alertname`, or the best name its source gave. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** As claimed by the source; null when it gave no usable date. */
  readonly startsAt: Instant | null;
  /** As claimed; null while firing, or when the source gave no usable date. */
  readonly endsAt: Instant | null;
  /** Where the source says the alert came from; text only, never fetched. */
  readonly generatorUrl: string;
  /** Alertmanager's own group identity, or one derived from the group's labels. */
  readonly groupKey: string;
}

/** What an incident remembers of one of its signals. */
export interface SignalState {
  readonly name: string;
  readonly status: 'firing' | 'resolved';
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
}

export function signalKey(signal: Pick<Signal, 'source' | 'fingerprint'>): string {
  return `${signal.source}:${signal.fingerprint}`;
}
