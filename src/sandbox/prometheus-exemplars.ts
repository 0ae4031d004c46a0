/** Exemplars of the sandbox's Prometheus: single requests behind the series that an expression reads. */
import type { Labels } from './prometheus-expression.ts';

export interface SandboxExemplar {
  /** `__name__` too. */
  readonly series: Labels;
  /** Of the exemplar itself, such as `trace_id`. */
  readonly labels: Labels;
  readonly value: number;
  readonly epochSeconds: number;
}

/** One entry per series whose name the expression mentions. */
export function exemplarsJson(
  exemplars: readonly SandboxExemplar[],
  query: string,
  { start, end }: { start: number; end: number },
) {
  const found = new Map<string, { seriesLabels: Labels; exemplars: object[] }>();
  for (const { series, labels, value, epochSeconds } of exemplars) {
    const isRead = query.includes(series['__name__'] ?? '');
    if (!isRead || epochSeconds < start || epochSeconds > end) continue;
    const key = JSON.stringify(series);
    const entry = found.get(key) ?? { seriesLabels: series, exemplars: [] };
    found.set(key, entry);
    entry.exemplars.push({ labels, value: String(value), timestamp: epochSeconds });
  }
  return [...found.values()];
}
