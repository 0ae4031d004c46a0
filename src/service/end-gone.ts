/** An alert that Alertmanager had, and has no more for a while, has ended: its resolve was lost. */
import type { Incident } from '../domain/incident.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';
import { type Signal, signalKey } from '../domain/signal.ts';
import type { StandingAlert } from '../ports/alert-source.ts';
import type { Parts } from './parts.ts';
import { receive } from './receive.ts';
import { foundDelivery, noteRepair } from './repair.ts';

/** An Alertmanager that just started knows nothing yet: Prometheus tells it again within a minute or two. */
const GONE_SECONDS = 300;
const MOST_SIGNALS = 10_000;

export interface Round {
  round(parts: Parts, standing: readonly StandingAlert[], open: readonly Incident[]): Promise<void>;
  forget(): void;
}

/** Remembers between rounds since when an alert is missing; a restart begins anew, which only takes longer. */
export function endGone(): Round {
  const missingSince = new Map<string, Instant>();
  const noted = new Set<string>();
  return {
    forget: () => missingSince.clear(),
    async round(parts, standing, open) {
      // Silenced and inhibited alerts stand too: kept quiet is not resolved.
      const held = new Set(standing.map(({ signal }) => signalKey(signal)));
      const still = new Set<string>();
      await noteListed(parts, open, held, noted);
      for (const incident of open) {
        const missing = firingOf(incident).filter((key) => !held.has(key));
        for (const key of missing) still.add(key);
        await endThoseGone(parts, incident, missing, missingSince);
      }
      for (const key of missingSince.keys()) if (!still.has(key)) missingSince.delete(key);
    },
  };
}

/** Alerts of another Alertmanager than the one that is asked are never listed, so they cannot be missing. */
async function noteListed(
  parts: Parts,
  open: readonly Incident[],
  held: ReadonlySet<string>,
  noted: Set<string>,
): Promise<void> {
  const listed = open.flatMap(firingOf).filter((key) => held.has(key));
  const news = listed.filter((key) => !noted.has(key));
  await parts.ledger.noteListed(news);
  noted.clear();
  for (const key of listed) noted.add(key);
}

/** Keys of Alertmanager's alerts that fire here. */
export function firingOf(incident: Incident): readonly string[] {
  return Object.entries(incident.signals)
    .filter(([key, signal]) => signal.status === 'firing' && key.startsWith('alertmanager:'))
    .map(([key]) => key);
}

async function endThoseGone(
  parts: Parts,
  incident: Incident,
  missing: readonly string[],
  missingSince: Map<string, Instant>,
): Promise<void> {
  const now = parts.clock.now();
  for (const key of missing) missingSince.set(key, missingSince.get(key) ?? now);
  const old = missing.filter(
    (key) => secondsBetween(missingSince.get(key) ?? now, now) >= GONE_SECONDS,
  );
  const gone = await parts.ledger.listed(old);
  if (gone.size === 0) return;
  const signals = await parts.store.signals(incident.id, MOST_SIGNALS);
  const ended = signals
    .filter((signal) => signal.status === 'firing' && gone.has(signalKey(signal)))
    .map((signal): Signal => ({ ...signal, status: 'resolved', endsAt: now }));
  if (ended.length === 0) return;
  const delivery = foundDelivery(parts, 'alertmanager', [...gone], []);
  const received = await receive(parts, { delivery, signals: ended, truncated: 0 });
  const what = `Alertmanager has no ${namesOf(ended)} any more, and its resolve never came`;
  for (const { id, changed } of received) if (changed) await noteRepair(parts, id, 'resolve', what);
}

export function namesOf(signals: readonly Signal[]): string {
  return [...new Set(signals.map((signal) => signal.name))].join(', ');
}
