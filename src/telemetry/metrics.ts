/** The metrics of this installation, in both formats that Prometheus asks for. */
import { type OpenMetricsContentType, Registry } from 'prom-client';
import type { Tallies } from '../ports/tallies.ts';
import { wantsOpenMetrics } from './accept.ts';
import { censusFamilies, type Snapshot } from './census-families.ts';
import { type DoorMetrics, doorMetrics } from './door-metrics.ts';
import { mirrorRegistry, registerFamily } from './family.ts';
import { createInstruments } from './instruments.ts';
import { type OutgoingMetrics, outgoingMetrics } from './outgoing-metrics.ts';
import { type SelfMetrics, selfMetrics } from './self-metrics.ts';
import { type SnapshotSources, snapshotTaker } from './take-snapshot.ts';
import { createTallyBook } from './tally-book.ts';

interface Exposition {
  readonly contentType: string;
  readonly body: string;
}

export interface Metrics extends DoorMetrics, OutgoingMetrics, Pick<SelfMetrics, 'reload'> {
  /**
   * OpenMetrics where the Accept header asks for it, else text 0.0.4. Never rejects: while the database is away it shows
   * `tocsin_census_up 0` and what the process counts. `fresh` does without what was read within the last second.
   */
  exposition(
    accept: string | undefined,
    options?: { readonly fresh?: boolean },
  ): Promise<Exposition>;
  /** Reads what was counted before this process began: the counts of the door are shown from then on. */
  recall(): Promise<void>;
  /** Writes what was counted of the door into the database; due every few seconds, and at the end. */
  flush(): Promise<void>;
}

/** One set per process; two in one process count apart. */
export function createMetrics(
  sources: Omit<SnapshotSources, 'recall'> & {
    readonly version: string;
    readonly tallies: Tallies;
  },
): Metrics {
  const plain = new Registry();
  const self = selfMetrics(plain, sources.version, sources.clock.now());
  const instruments = createInstruments(plain);
  let shown: Snapshot | null = null;
  for (const family of censusFamilies(() => shown)) registerFamily(plain, family);
  const book = createTallyBook(sources.tallies);
  const door = doorMetrics(instruments, book, sources.clock);
  for (const family of book.families) registerFamily(plain, family);
  const outgoing = outgoingMetrics(instruments);
  const open = new Registry<OpenMetricsContentType>();
  open.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  mirrorRegistry(plain, open);
  const snapshot = snapshotTaker({ ...sources, recall: book.read });
  return {
    ...door,
    ...outgoing,
    reload: self.reload,
    recall: book.read,
    flush: book.flush,
    async exposition(accept, { fresh = false } = {}) {
      shown = await snapshot(fresh);
      self.censusUp(shown !== null);
      const registry = wantsOpenMetrics(accept) ? open : plain;
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}
