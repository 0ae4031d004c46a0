/** What kind of trouble an alert is about, told from the words of its expression and its name, and from its operator. */
import { badSideOf } from './bad-side.ts';
import type { MetricKind } from './cause-case.ts';
import { splitExpression } from './promql.ts';
import { nodesNamed, parsePromql } from './promql-tree.ts';
import type { BadDirection } from './query-pack.ts';
import type { Subject } from './subject.ts';

const LATENCY = /latenc|duration|response_?time|slow|_seconds_bucket|quantile|apdex/i;
const ERRORS = /error|fail|5\.\.|5xx|4xx|availab|exception|reject|timeout|success|burn/i;
const NO_TRAFFIC =
  /(?:no|low|missing|lost)_?(?:traffic|requests?)|(?:traffic|requests?)(?:_?rate)?_?(?:drop|low|missing|fell|fall|lost|stopped)/i;
/** What counts requests; a histogram's parts measure them, and a quotient compares them. */
const COUNTED = /requests?|calls|handled|traffic|_count\b/i;
const MEASURED = /_bucket\b|_sum\b|quantile|apdex/i;
const QUOTIENT: ReadonlySet<string> = new Set(['Div']);

/** `traffic` is always about too few requests. */
export function alertKind({ alertname, expression }: Subject): MetricKind {
  const text = expression ?? '';
  const side = sideOf(text);
  // The name is what a person meant; the expression is how they put it.
  return (
    troubleIn(alertname) ??
    (side !== 'up' && NO_TRAFFIC.test(alertname) ? 'traffic' : null) ??
    (side === 'down' && countsRequests(text) ? 'traffic' : null) ??
    troubleIn(text) ??
    'saturation'
  );
}

function troubleIn(text: string): MetricKind | null {
  if (ERRORS.test(text)) return 'errors';
  return LATENCY.test(text) ? 'latency' : null;
}

function sideOf(expression: string): BadDirection {
  const split = splitExpression(expression);
  return split.ok ? badSideOf(split.value) : 'either';
}

function countsRequests(expression: string): boolean {
  if (ERRORS.test(expression) || MEASURED.test(expression)) return false;
  const parsed = parsePromql(expression);
  const isQuotient = parsed.ok && nodesNamed(parsed.value.root, QUOTIENT).length > 0;
  return !isQuotient && COUNTED.test(expression);
}
