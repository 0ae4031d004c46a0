/** A snapshot of the census, shared by scrapes that come close together, and given up when the database is slow. */
import type { Census, Duration } from '../ports/census.ts';
import type { Clock } from '../ports/clock.ts';
import type { Outbox } from '../ports/outbox.ts';
import { BOUNDS, durationNames, type Snapshot } from './census-families.ts';

const FRESH_MS = 1000;
/** Half of Prometheus' default scrape timeout, so that the process metrics still arrive. */
const PATIENCE_MS = 5000;

export interface SnapshotSources {
  readonly census: Census;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Reads what all processes counted. */
  readonly recall: () => Promise<void>;
}

/** Resolves to null, never rejects, when the database is away; at most a second old unless `fresh`. */
export function snapshotTaker(
  sources: SnapshotSources,
): (fresh: boolean) => Promise<Snapshot | null> {
  let taken: Promise<Snapshot | null> | null = null;
  let takenAt = Number.NEGATIVE_INFINITY;
  return (fresh) => {
    if (taken === null || fresh || performance.now() - takenAt > FRESH_MS) {
      taken = withPatience(take(sources)).catch(() => null);
      takenAt = performance.now();
    }
    return taken;
  };
}

/** One question after the other: a scrape never takes more than one connection from the webhooks. */
async function take({ census, outbox, clock, recall }: SnapshotSources): Promise<Snapshot> {
  await recall();
  const durations: Partial<Record<Duration, Snapshot['durations'][Duration]>> = {};
  for (const duration of durationNames()) {
    durations[duration] = await census.durations(duration, BOUNDS[duration]);
  }
  return {
    opened: await census.opened(),
    resolved: await census.resolved(),
    reopened: await census.reopened(),
    active: await census.active(),
    proposals: await census.proposals(),
    pages: await census.pages(),
    outbox: await outbox.pending(clock.now()),
    durations: durations as Snapshot['durations'],
  };
}

async function withPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the database is slow')), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
