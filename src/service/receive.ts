/** Receive takes one delivery of signals: judged, correlated and stored with everything that follows, in one transaction. */
import type { HeardGroup } from '../domain/alert-group.ts';
import { type Signal, type SignalState, signalKey } from '../domain/signal.ts';
import { isNews } from '../domain/signal-order.ts';
import type { Delivery } from '../ports/incident-store.ts';
import { inTransaction } from './handle.ts';
import { correlate, locksOf, type Observed, observe } from './observe.ts';
import type { Parts } from './parts.ts';

export interface SignalDelivery {
  readonly delivery: Delivery;
  readonly signals: readonly Signal[];
  readonly truncated: number;
  /** The group that it names; left out when it names none. */
  readonly group?: HeardGroup;
}

/** The incidents that hold these signals, after the commit. Throws StoreUnavailable. */
export async function receive(
  parts: Parts,
  { delivery, signals, truncated, group: named }: SignalDelivery,
): Promise<readonly Observed[]> {
  const settings = parts.settings();
  if (named !== undefined) await parts.ledger.hear(named);
  const groups = correlate(settings, signals, { truncated, at: delivery.receivedAt });
  const { observed, known } = await inTransaction(parts, async (tx) => {
    await tx.holdCorrelation(locksOf(groups));
    await tx.recordDelivery(delivery);
    const before = await tx.knownSignals(signals.map(signalKey));
    const results: Observed[] = [];
    for (const group of groups) {
      const result = await observe(parts, settings, tx, group, before);
      if (result !== null) results.push(result);
    }
    return { observed: results, known: before };
  });
  count(parts, signals, truncated, known);
  // A repetition leaves nothing to do.
  parts.wake(observed.filter((each) => each.changed).map((each) => each.id));
  return observed;
}

function count(
  { meter }: Parts,
  signals: readonly Signal[],
  truncated: number,
  known: ReadonlyMap<string, SignalState>,
): void {
  const source = signals[0]?.source ?? 'alertmanager';
  for (const status of ['firing', 'resolved'] as const) {
    meter.alertsReceived(source, status, signals.filter((each) => each.status === status).length);
  }
  const repeated = signals.filter((each) => !isNews(known.get(signalKey(each)) ?? null, each));
  meter.alertsDeduplicated(source, repeated.length);
  meter.alertsTruncated(source, truncated);
}
