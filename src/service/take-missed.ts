/** An alert that stands in Alertmanager and does not fire here is taken as if its webhook had come. */
import { likelyGroupKey } from '../domain/alert-group.ts';
import { earlier, type Instant, secondsBetween } from '../domain/instant.ts';
import { type Signal, signalKey } from '../domain/signal.ts';
import { isNews } from '../domain/signal-order.ts';
import type { KnownSignal } from '../ports/alert-ledger.ts';
import type { StandingAlert, StandingGroup } from '../ports/alert-source.ts';
import { firingOf, namesOf, type Round } from './end-gone.ts';
import type { Parts } from './parts.ts';
import { receive } from './receive.ts';
import { foundDelivery, noteRepair } from './repair.ts';

/** A new group waits for its `group_wait`, half a minute as a rule; then the webhook has time to come by itself. */
const NEW_GROUP_SECONDS = 120;
/** One that was told of already waits for its `group_interval`, five minutes as a rule. */
const KNOWN_GROUP_SECONDS = 360;
const MOST_HEARD = 50;

/** One that stands there and does not fire here. */
interface Missed {
  readonly key: string;
  readonly standing: StandingAlert;
  /** null: nobody ever told us of it. */
  readonly known: KnownSignal | null;
  /** How long it has been so. */
  readonly seconds: number;
}

/** Remembers which alerts the last round saw, and since when: one round alone may have come between two webhooks. */
export function takeMissed(): Round {
  let seen: ReadonlyMap<string, Instant> = new Map();
  return {
    forget() {
      seen = new Map();
    },
    async round(parts, standing, open) {
      const ours = await receiversOf(parts);
      const firing = new Set(open.flatMap(firingOf));
      const strangers = standing.filter(
        (one) =>
          !one.suppressed &&
          one.receivers.some((name) => ours.has(name)) &&
          !firing.has(signalKey(one.signal)),
      );
      const before = seen;
      const now = parts.clock.now();
      const keys = strangers.map((one) => signalKey(one.signal));
      seen = new Map(keys.map((key) => [key, before.get(key) ?? now]));
      const again = strangers.filter((one) => before.has(signalKey(one.signal)));
      const missed = (await missedAmong(parts, again, seen)).filter(isOldEnough);
      if (missed.length > 0) await takeByGroup(parts, missed, ours, firing);
    },
  };
}

/** Alerts for others are no business of ours; where nothing says which are for us, none is. */
async function receiversOf(parts: Parts): Promise<ReadonlySet<string>> {
  const { alertReceiver } = parts.settings();
  return new Set(alertReceiver === null ? await parts.ledger.receivers() : [alertReceiver]);
}

async function missedAmong(
  parts: Parts,
  standing: readonly StandingAlert[],
  seen: ReadonlyMap<string, Instant>,
): Promise<readonly Missed[]> {
  const keys = standing.map((one) => signalKey(one.signal));
  const known = await parts.ledger.known(keys);
  const now = parts.clock.now();
  return standing.flatMap((one): readonly Missed[] => {
    const key = signalKey(one.signal);
    const state = known.get(key) ?? null;
    // An incident may be closed while its alert fires on: somebody wanted it so.
    if (state?.status === 'firing') return [];
    const claim = claimOf(one, state);
    if (claim === null) return [];
    const began = state === null ? one.signal.startsAt : (state.endsAt ?? now);
    // A clock that runs ahead must not make us wait for it.
    const since = earlier(latest(began, one.signal.startsAt) ?? now, seen.get(key) ?? now);
    const seconds = secondsBetween(since, now);
    return [{ key, standing: { ...one, signal: claim }, known: state, seconds }];
  });
}

/**
 * An alert that Alertmanager gave up unheard keeps its old start when its sender comes again, and looks like a
 * repetition; it counts from when its sender came. null: it was not heard of since it ended here, so it is old news.
 */
function claimOf({ signal, updatedAt }: StandingAlert, known: KnownSignal | null): Signal | null {
  if (isNews(known, signal)) return signal;
  const renewed = { ...signal, startsAt: updatedAt };
  return updatedAt !== null && isNews(known, renewed) ? renewed : null;
}

function isOldEnough({ known, seconds }: Missed): boolean {
  return seconds >= (known === null ? NEW_GROUP_SECONDS : KNOWN_GROUP_SECONDS);
}

async function takeByGroup(
  parts: Parts,
  missed: readonly Missed[],
  ours: ReadonlySet<string>,
  firing: ReadonlySet<string>,
): Promise<void> {
  const groups = ((await parts.alertSource?.groups()) ?? []).filter((group) =>
    ours.has(group.receiver),
  );
  const byKey = new Map<string, Missed[]>();
  for (const one of missed) {
    const group = groups.find((each) =>
      each.fingerprints.includes(one.standing.signal.fingerprint),
    );
    if (group === undefined || !isDue(one, group, firing)) continue;
    const groupKey = await groupKeyOf(parts, one, group);
    byKey.set(groupKey, [...(byKey.get(groupKey) ?? []), one]);
  }
  for (const [groupKey, members] of byKey) await take(parts, groupKey, members);
}

/** What joins a group that was told of already waits for its next notification. */
function isDue({ seconds }: Missed, group: StandingGroup, firing: ReadonlySet<string>): boolean {
  const isToldOf = group.fingerprints.some((fingerprint) =>
    firing.has(signalKey({ source: 'alertmanager', fingerprint })),
  );
  return !isToldOf || seconds >= KNOWN_GROUP_SECONDS;
}

async function groupKeyOf(parts: Parts, { known }: Missed, group: StandingGroup): Promise<string> {
  if (known !== null && known.groupKey !== '') return known.groupKey;
  return likelyGroupKey(
    group.labels,
    await parts.ledger.heard(group.receiver, group.labels, MOST_HEARD),
  );
}

async function take(parts: Parts, groupKey: string, members: readonly Missed[]): Promise<void> {
  const signals = members.map(({ standing }) => ({ ...standing.signal, groupKey }));
  const delivery = foundDelivery(parts, 'alertmanager', signals, []);
  const received = await receive(parts, { delivery, signals, truncated: 0 });
  const names = namesOf(signals);
  const what = members.some(({ known }) => known !== null)
    ? `${names} fires again in Alertmanager, and no webhook made that known here`
    : `Alertmanager has ${names} firing, and its webhook never came`;
  for (const { id, changed } of received) if (changed) await noteRepair(parts, id, 'fire', what);
}

function latest(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
