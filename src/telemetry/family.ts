/** A family is a metric with its samples as numbers read elsewhere, not counted here. */
import type { Metric, OpenMetricsContentType, Registry } from 'prom-client';

export interface Sample {
  /** Where it differs from the family's: `…_bucket`, `…_sum`, `…_count`. */
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Read at every exposition; none leaves the family without samples. */
  readonly samples: () => readonly Sample[];
}

export function registerFamily(registry: Registry, family: Family): void {
  const { name, help, type, samples } = family;
  addToRegistry(registry, name, type, async () => ({
    name,
    help,
    type,
    values: samples(),
  }));
}

/**
 * The same metrics for OpenMetrics. prom-client takes `_total` off a counter's own name when it writes that format, so
 * a metric cannot be in both registries; this one gets stand-ins.
 */
export function mirrorRegistry(from: Registry, to: Registry<OpenMetricsContentType>): void {
  for (const { name, type } of from.getMetricsAsArray()) {
    const metric = from.getSingleMetric(name);
    if (metric === undefined) continue;
    const isCounter = `${type}` === 'counter';
    const openName = isCounter ? name.replace(/_total$/, '') : name;
    addToRegistry(to, openName, type, async () => ({ ...(await metric.get()), name: openName }));
  }
}

/** A registry takes any object that can be asked for its samples, though its types know only prom-client's own. */
function addToRegistry(
  registry: Registry | Registry<OpenMetricsContentType>,
  name: string,
  type: unknown,
  get: () => Promise<object>,
): void {
  registry.registerMetric({ name, type, get, reset: () => {} } as unknown as Metric);
}
