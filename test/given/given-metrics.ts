/** Metrics over a census that says what it is told. */
import type { Outbox } from '../../src/ports/outbox.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { fakeCensus } from './fake-census.ts';

export const METRICS_NOW = '2026-11-22T10:00:00.000Z';

/** `census`: shared with another process. */
export function givenMetrics(census = fakeCensus()) {
  const outbox = { pending: census.pending } as Outbox;
  const clock = { now: () => METRICS_NOW };
  const metrics = createMetrics({
    census,
    outbox,
    tallies: census.tallyRows,
    clock,
    version: '1.2.3',
  });
  const shown = async () => (await metrics.exposition(undefined, { fresh: true })).body;
  return { census, metrics, shown };
}

/** Lines of an exposition that begin with `start`. */
export function linesFrom(body: string, start: string): string[] {
  return body.split('\n').filter((line) => line.startsWith(start));
}
