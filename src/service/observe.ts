/** Observes one group of signals inside a transaction: the incident they belong to hears of them, or a new one opens. */
import type { Actor } from '../domain/actor.ts';
import { type Incident, isOpen, mayReopen } from '../domain/incident.ts';
import { dayOf, type Instant } from '../domain/instant.ts';
import { type Signal, type SignalState, signalKey } from '../domain/signal.ts';
import { isNews } from '../domain/signal-order.ts';
import type { IncidentTransaction, Loaded } from '../ports/incident-store.ts';
import { judge } from '../rules/judge.ts';
import { propose } from '../rules/propose.ts';
import { apply } from './apply.ts';
import { alertmanagerDedupKey, dedupKeyFor } from './dedup-key.ts';
import type { Parts, Settings } from './parts.ts';

/** Signals that are one story by their correlation key. */
export interface Group {
  readonly correlationKey: string;
  readonly signals: readonly Signal[];
  readonly truncated: number;
  readonly at: Instant;
  /** Under which a pager knows the story already, when it came from there; the first is its own. */
  readonly vendorKeys: readonly string[];
}

/** `created`: it was opened by these very signals. `changed`: they were news to it. */
export interface Observed {
  readonly id: string;
  readonly created: boolean;
  readonly changed: boolean;
}

export function correlate(
  settings: Settings,
  signals: readonly Signal[],
  rest: Pick<Group, 'truncated' | 'at'>,
): readonly Group[] {
  const groups = new Map<string, Signal[]>();
  for (const signal of signals) {
    const { correlationKey } = judge(settings.rules, signal);
    const group = groups.get(correlationKey);
    if (group === undefined) groups.set(correlationKey, [signal]);
    else group.push(signal);
  }
  return [...groups].map(([correlationKey, members]) => ({
    correlationKey,
    signals: members,
    vendorKeys: [],
    ...rest,
  }));
}

/** What must be held while these groups are observed: their own keys, and those that a pager may know them by. */
export function locksOf(groups: readonly Group[]): readonly string[] {
  const keys = groups.flatMap((group) => [
    group.correlationKey,
    ...vendorKeysOf(group).map((key) => `pager:${key}`),
  ]);
  return [...new Set(keys)].sort();
}

/** null when the signals are no news and belong to nothing. */
export async function observe(
  parts: Parts,
  settings: Settings,
  tx: IncidentTransaction,
  group: Group,
  known: ReadonlyMap<string, SignalState>,
): Promise<Observed | null> {
  const news = group.signals.filter((each) => isNews(known.get(signalKey(each)) ?? null, each));
  const fires = news.some((signal) => signal.status === 'firing');
  const latest = await tx.latest(group.correlationKey);
  const target = await targetOf(tx, group, latest, settings, fires);
  if (target === null && !fires) {
    await tx.rememberSignals(news);
    return null;
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
        dedupKey: group.vendorKeys[0] ?? dedupKeyFor(group.correlationKey, group.signals, uid),
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
  return { id, created: target === null, changed: result.value.events.length > 0 };
}

/** The incident of the same correlation key, the one that a pager told us of, or the one that holds the alert already. */
async function targetOf(
  tx: IncidentTransaction,
  group: Group,
  latest: Loaded | null,
  settings: Settings,
  fires: boolean,
): Promise<Loaded | null> {
  if (latest !== null && belongs(latest.incident, group.at, settings)) return latest;
  for (const key of vendorKeysOf(group)) {
    const joined = await tx.byDedupKey(key);
    if (joined !== null && belongs(joined.incident, group.at, settings)) return joined;
  }
  // The sender may group the same alert anew; it stays in the incident that holds it.
  const holder = await tx.holderOf(group.signals.map(signalKey));
  return holder ?? (fires ? null : latest);
}

function vendorKeysOf({ signals, vendorKeys }: Group): readonly string[] {
  const keys = signals.flatMap(({ source, groupKey }) =>
    source === 'alertmanager' ? [alertmanagerDedupKey(groupKey)] : [],
  );
  return [...new Set([...vendorKeys, ...keys])];
}

function belongs(incident: Incident, at: Instant, settings: Settings): boolean {
  return isOpen(incident) || mayReopen(incident, at, settings.policy.reopenWithin);
}

function sourceActor(signals: readonly Signal[]): Actor {
  const source = signals[0]?.source ?? 'alertmanager';
  return { kind: 'system', name: source, channel: source };
}
