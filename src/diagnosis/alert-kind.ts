/** What kind of trouble an alert is about, told from the words of its expression and its name. */
import type { MetricKind } from './cause-case.ts';
import type { Subject } from './subject.ts';

const LATENCY = /latenc|duration|response_?time|slow|_seconds_bucket|quantile|apdex/i;
const ERRORS = /error|fail|5\.\.|5xx|4xx|availab|exception|reject|timeout|success|burn/i;
const TRAFFIC = /no_?traffic|requests?_?(?:drop|low|missing)/i;

export function alertKind({ alertname, expression }: Subject): MetricKind {
  // The name is what a person meant; the expression is how they put it.
  for (const text of [alertname, expression ?? '']) {
    if (ERRORS.test(text)) return 'errors';
    if (LATENCY.test(text)) return 'latency';
    if (TRAFFIC.test(text)) return 'traffic';
  }
  return 'saturation';
}
