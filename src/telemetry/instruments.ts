/** Counters and histograms of this process, written as 0 for every known label set from the start. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { epochSeconds, type Instant } from '../domain/instant.ts';

/** Known values by label name. */
type KnownLabels<L extends string> = Readonly<Record<L, readonly string[]>>;
type Labels<L extends string> = Readonly<Record<L, string>>;

export interface Instruments {
  counter<L extends string>(
    name: string,
    help: string,
    known: KnownLabels<L>,
  ): (labels: Labels<L>, by?: number) => void;
  histogram<L extends string>(
    name: string,
    help: string,
    known: KnownLabels<L>,
    buckets: readonly number[],
  ): (labels: Labels<L>, value: number) => void;
  gauge(name: string, help: string): (value: number) => void;
  /** A gauge of when something last happened; absent until it does, because 0 would be 1970. */
  stamp<L extends string>(
    name: string,
    help: string,
    known: KnownLabels<L>,
  ): (labels: Labels<L>, at: Instant) => void;
}

/** A value that is not among the known ones is counted as `other`, so that nobody outside can make new series. */
export function createInstruments(registry: Registry): Instruments {
  const registers = [registry];
  return {
    counter(name, help, known) {
      const counter = new Counter({ name, help, labelNames: Object.keys(known), registers });
      for (const labels of combinations(known)) counter.inc(labels, 0);
      return (labels, by = 1) => counter.inc(bounded(known, labels), by);
    },
    histogram(name, help, known, buckets) {
      const labelNames = Object.keys(known);
      const histogram = new Histogram({ name, help, labelNames, registers, buckets: [...buckets] });
      for (const labels of combinations(known)) histogram.zero(labels);
      return (labels, value) => histogram.observe(bounded(known, labels), value);
    },
    gauge(name, help) {
      const gauge = new Gauge({ name, help, registers });
      return (value) => gauge.set(value);
    },
    stamp(name, help, known) {
      const gauge = new Gauge({ name, help, labelNames: Object.keys(known), registers });
      return (labels, at) => gauge.set(bounded(known, labels), epochSeconds(at));
    },
  };
}

/** Every combination of the known values. */
export function combinations(
  known: Readonly<Record<string, readonly string[]>>,
): Record<string, string>[] {
  return Object.entries(known).reduce<Record<string, string>[]>(
    (made, [name, values]) =>
      made.flatMap((labels) => values.map((value) => ({ ...labels, [name]: value }))),
    [{}],
  );
}

/** Values that are not known become `other`. */
export function bounded<L extends string>(known: KnownLabels<L>, labels: Labels<L>): Labels<L> {
  const kept = Object.entries<string>(labels).map(([name, value]) => {
    const values: readonly string[] = known[name as L];
    return [name, values.includes(value) ? value : 'other'];
  });
  return Object.fromEntries(kept);
}
