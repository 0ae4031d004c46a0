/** Fallen traffic: that fewer requests come is explained by those who send them, so it is followed up the calls. */
import type { CauseCase, MetricKind } from './cause-case.ts';

/** True of a case whose target is its traffic: nobody is in trouble for being called too often. */
export function isFall({ metrics, target }: CauseCase): boolean {
  const of = metrics.find(
    ({ service, name }) => service === target.service && name === target.metric,
  );
  return of?.kind === 'traffic';
}

/** The case with callers in the place of callees, and with fewer requests as what is bad. */
export function asFall(given: CauseCase): CauseCase {
  return {
    ...given,
    calls: given.calls.map(({ caller, callee }) => ({ caller: callee, callee: caller })),
    metrics: given.metrics.map((metric) =>
      metric.kind === 'traffic' ? { ...metric, bad: 'down' } : metric,
    ),
  };
}

/** Only fewer requests travel from the caller to the callee; other trouble of a caller is where the way ends. */
export function endsHere(target: MetricKind, at: MetricKind): boolean {
  return target === 'traffic' && at !== 'traffic';
}
