/** The exemplars worth opening: from an alert's histogram to the traces of its worst requests. */
import type { Exemplar } from '../ports/exemplars.ts';
import { belongsTo, type Labels } from './alert-series.ts';
import type { TimeSpan } from './log-scene.ts';

const MOST_OPENED = 3;

/**
 * Trace ids, those with the highest values first; only of series that can be the alerts' own, and only within the
 * window. The bucket's bound is no label of the alert. Ask for them with the alert's own expression.
 */
export function tracesOfExemplars(
  exemplars: readonly Exemplar[],
  alerts: readonly Labels[],
  { from, to }: TimeSpan,
): readonly string[] {
  const own = exemplars.filter(({ at, labels, value }) => {
    const { le: _, ...rest } = labels;
    const isTheirs = alerts.length === 0 || alerts.some((alert) => belongsTo(rest, alert));
    return isTheirs && at >= from && at <= to && !Number.isNaN(value);
  });
  own.sort((a, b) => b.value - a.value || (a.at < b.at ? -1 : 1));
  return [...new Set(own.map(({ traceId }) => traceId))].slice(0, MOST_OPENED);
}
