/** Common labels are those that all alerts of a rule have, with the same value. */
import type { Labels } from './alert-series.ts';

/** None of no alerts. */
export function commonLabels(alerts: readonly Labels[]): Labels {
  const [first = {}, ...others] = alerts;
  const common = Object.entries(first).filter(([name, value]) =>
    others.every((labels) => Object.hasOwn(labels, name) && labels[name] === value),
  );
  return Object.fromEntries(common);
}
