/** The target of a ranking: the service that alerts, and the measure of it in which its trouble shows. */
import { alertKind } from './alert-kind.ts';
import type { CauseCase, MetricKind, ServiceMetric } from './cause-case.ts';
import type { Subject } from './subject.ts';

/** The name under which an alert's own measure stands among the metrics. */
export const OWN_MEASURE = 'alert-expression';

/**
 * Empty where nothing is measured of the service; several where the next is to be looked at when the one before does not
 * stand out. A pack's measure of the same kind is preferred, because other services have it too; then the alert's own
 * measure; then whatever there is. Saturations have nothing in common, so there the alert's own comes first.
 */
export function causeTargets(
  subject: Subject,
  metrics: readonly ServiceMetric[],
): readonly CauseCase['target'][] {
  const { service } = subject;
  if (service === null) return [];
  const all = metrics.filter((each) => each.service === service && each.incident.length > 0);
  const own = all.find(({ name }) => name === OWN_MEASURE);
  const packed = (kind: MetricKind) =>
    all.find((each) => each.kind === kind && each.name !== OWN_MEASURE);
  const kind = alertKind(subject);
  const wanted = kind === 'saturation' ? [own, packed(kind)] : [packed(kind), own];
  const others = [packed('errors'), packed('latency'), packed('saturation')];
  const found = [...wanted, ...others].filter((each) => each !== undefined);
  // The alert may count only some of the requests; a fall of these shows in its own measure alone.
  const most = kind === 'traffic' ? wanted.filter((each) => each !== undefined).length : 1;
  return found.slice(0, Math.max(1, most)).map(({ name }) => ({ service, metric: name }));
}
