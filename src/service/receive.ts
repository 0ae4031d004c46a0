/** Receive takes one delivery of signals: judged, correlated and stored with everything that follows, in one transaction. */
import type { Actor } from '../domain/actor.ts';
import { type Incident, isOpen, mayReopen } from '../domain/incident.ts';
import { dayOf, type Instant } from '../domain/instant.ts';
import { type Signal, type SignalState, signalKey } from '../domain/signal.ts';
import { isNews } from '../domain/signal-order.ts';
import type { Delivery, IncidentTransaction, Loaded } from '../ports/incident-store.ts';
import { judge } from '../rules/judge.ts';
import { propose } from '../rules/propose.ts';
import { apply } from './apply.ts';
import { dedupKeyFor } from './dedup-key.ts';
import { inTransaction } from './handle.ts';
import type { Parts, Settings } from './parts.ts';

export interface Received {
  readonly id: string;
  readonly created: boolean;
}

export interface SignalDelivery {
  readonly delivery: Delivery;
  readonly signals: readonly Signal[];
  readonly truncated: number;
}

interface Group {
  readonly correlationKey: string;
  readonly signals: readonly Signal[];
  readonly truncated: number;
  readonly at: Instant;
}

/** The incidents that hold these signals, after the commit. Throws StoreUnavailable. */
export async function receive(
  parts: Parts,
  { delivery, signals, truncated }: SignalDelivery,
): Promise<readonly Received[]> {
  const settings = parts.settings();
  const at = delivery.receivedAt;
  const groups = [...correlate(settings, signals)].map(([correlationKey, members]) => ({
    correlationKey,
    signals: members,
    truncated,
    at,
  }));
  const { received, known } = await inTransaction(parts, async (tx) => {
    await tx.holdCorrelation(groups.map((group) => group.correlationKey).sort());
    await tx.recordDelivery(delivery);
    const known = await tx.knownSignals(signals.map(signalKey));
    const results: Received[] = [];
    for (const group of groups) results.push(...(await observe(parts, settings, tx, group, known)));
    return { received: results, known };
  });
  count(parts, signals, truncated, known);
  parts.wake(received.map((each) => each.id));
  return received;
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

function correlate(
  settings: Settings,
  signals: readonly Signal[],
): ReadonlyMap<string, readonly Signal[]> {
  const groups = new Map<string, Signal[]>();
  for (const signal of signals) {
    const { correlationKey } = judge(settings.rules, signal);
    const group = groups.get(correlationKey);
    if (group === undefined) groups.set(correlationKey, [signal]);
    else group.push(signal);
  }
  return groups;
}

async function observe(
  parts: Parts,
  settings: Settings,
  tx: IncidentTransaction,
  group: Group,
  known: ReadonlyMap<string, SignalState>,
): Promise<readonly Received[]> {
  const latest = await tx.latest(group.correlationKey);
  const fires = group.signals.some(
    (signal) => signal.status === 'firing' && isNews(known.get(signalKey(signal)) ?? null, signal),
  );
  const target = targetOf(latest, group.at, settings, fires);
  if (target === null && !fires) {
    await tx.rememberSignals(
      group.signals.filter((signal) => isNews(known.get(signalKey(signal)) ?? null, signal)),
      group.at,
    );
    return [];
  }
  const id = target?.incident.id ?? (await tx.nextIncidentId(dayOf(group.at)));
  const uid = parts.uid();
  const result = await apply(
    tx,
    target,
    {
      type: 'ObserveSignals',
      at: group.at,
      by: sourceActor(group.signals),
      birth: {
        id,
        uid,
        dedupKey: dedupKeyFor(group.correlationKey, group.signals, uid),
        correlationKey: group.correlationKey,
        source: group.signals[0]?.source ?? 'alertmanager',
        follows: latest?.incident.id ?? null,
      },
      signals: group.signals,
      known,
      truncated: group.truncated,
      proposal: propose(settings.rules, group.signals),
    },
    settings.policy,
  );
  if (!result.ok) throw new TypeError(`signals are never refused: ${result.error.refused}`);
  return [{ id, created: target === null }];
}

/** The incident that these signals belong to; null when they are a new story. */
function targetOf(
  latest: Loaded | null,
  at: Instant,
  settings: Settings,
  fires: boolean,
): Loaded | null {
  if (latest === null) return null;
  return belongs(latest.incident, at, settings) || !fires ? latest : null;
}

function belongs(incident: Incident, at: Instant, settings: Settings): boolean {
  return isOpen(incident) || mayReopen(incident, at, settings.policy.reopenWithin);
}

function sourceActor(signals: readonly Signal[]): Actor {
  const source = signals[0]?.source ?? 'alertmanager';
  return { kind: 'system', name: source, channel: source };
}
