/** Tells which of the answered series belong to an alert. */
import type { Series } from '../ports/metrics.ts';

export type Labels = Readonly<Record<string, string>>;

/** Labels that name the series or the rule, not the thing that is measured. */
const NAMES: ReadonlySet<string> = new Set(['__name__', 'alertname']);

/**
 * Whether a series can be the alert's own: no label of the series contradicts the alert. Labels that only the alert
 * has are ignored, because the sender's external labels (cluster, replica) are on no series inside that source.
 */
export function belongsTo(series: Labels, alert: Labels): boolean {
  return Object.entries(series).every(
    ([name, value]) => NAMES.has(name) || !Object.hasOwn(alert, name) || alert[name] === value,
  );
}

/** The series that belong to any of the alerts; an alert list that is empty asks for all of them. */
export function seriesOf(series: readonly Series[], alerts: readonly Labels[]): readonly Series[] {
  if (alerts.length === 0) return series;
  return series.filter((each) => alerts.some((alert) => belongsTo(each.labels, alert)));
}
