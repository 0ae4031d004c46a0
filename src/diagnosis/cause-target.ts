/** The target of a ranking: the service that alerts, and the measure of it in which its trouble shows. */
import { alertKind } from './alert-kind.ts';
import type { CauseCase, MetricKind, ServiceMetric } from './cause-case.ts';
import type { Subject } from './subject.ts';

/** The name under which an alert's own measure stands among the metrics. */
export const OWN_MEASURE = 'alert-expression';

/**
 * Null where nothing is measured of the service. A pack's measure of the same kind is preferred, because other services
 * have it too; then the alert's own measure; then whatever there is.
 */
export function causeTarget(
  subject: Subject,
  metrics: readonly ServiceMetric[],
): CauseCase['target'] | null {
  const { service } = subject;
  if (service === null) return null;
  const own = metrics.filter((each) => each.service === service && each.incident.length > 0);
  const packed = own.filter(({ name }) => name !== OWN_MEASURE);
  const of = (kind: MetricKind) => packed.find((each) => each.kind === kind);
  const chosen =
    of(alertKind(subject)) ??
    own.find(({ name }) => name === OWN_MEASURE) ??
    of('errors') ??
    of('latency') ??
    of('saturation');
  return chosen === undefined ? null : { service, metric: chosen.name };
}
