/** The metrics of this installation, in both formats that Prometheus asks for. */
import { type OpenMetricsContentType, Registry } from 'prom-client';
import { wantsOpenMetrics } from './accept.ts';
import { censusFamilies, type Snapshot } from './census-families.ts';
import { type DoorMetrics, doorMetrics } from './door-metrics.ts';
import { mirrorRegistry, registerFamily } from './family.ts';
import { createInstruments } from './instruments.ts';
import { type OutgoingMetrics, outgoingMetrics } from './outgoing-metrics.ts';
import { type SelfMetrics, selfMetrics } from './self-metrics.ts';
import { type SnapshotSources, snapshotTaker } from './take-snapshot.ts';

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
}

/** One set per process; two in one process count apart. */
export function createMetrics(sources: SnapshotSources & { readonly version: string }): Metrics {
  const plain = new Registry();
  const self = selfMetrics(plain, sources.version, sources.clock.now());
  const instruments = createInstruments(plain);
  let shown: Snapshot | null = null;
  for (const family of censusFamilies(() => shown)) registerFamily(plain, family);
  const door = doorMetrics(instruments, sources.clock);
  const outgoing = outgoingMetrics(instruments);
  const open = new Registry<OpenMetricsContentType>();
  open.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  mirrorRegistry(plain, open);
  const snapshot = snapshotTaker(sources);
  return {
    ...door,
    ...outgoing,
    reload: self.reload,
    async exposition(accept, { fresh = false } = {}) {
      shown = await snapshot(fresh);
      self.censusUp(shown !== null);
      const registry = wantsOpenMetrics(accept) ? open : plain;
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}
