/** The scope of a question: the matchers that tell installations apart, and taking out those that no series has. */
import type { Result } from '../domain/refusal.ts';
import type { MetricAnswer } from '../ports/metrics.ts';
import type { Labels } from './alert-series.ts';
import { type Selector, selectorsOf } from './promql-selectors.ts';
import { type PromqlError, type PromqlTree, parsePromql, textOf } from './promql-tree.ts';
import { quoteLabel } from './quote-label.ts';

/** Labels that say where a whole installation stands: Prometheus often adds them only on the way out. */
const SCOPES: readonly string[] = [
  'cluster',
  'k8s_cluster_name',
  'region',
  'availability_zone',
  'datacenter',
  'dc',
  'env',
  'environment',
  'stage',
  'tenant',
];

const PLAIN_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** The labels of an alert that narrow every question about it; without those that are known to be on no series. */
export function scopeOf(labels: Labels, ignored: Iterable<string>): Labels {
  const dropped = new Set(ignored);
  const kept = SCOPES.filter((name) => !dropped.has(name) && (labels[name] ?? '') !== '');
  return Object.fromEntries(kept.map((name) => [name, labels[name] ?? '']));
}

/**
 * The expression without its matchers on these labels. A selector that would be left with nothing keeps them, because
 * Prometheus refuses an empty one.
 */
export function withoutMatchers(
  expression: string,
  names: Iterable<string>,
): Result<string, PromqlError> {
  const parsed = parsePromql(expression);
  if (!parsed.ok) return parsed;
  const dropped = new Set(names);
  let text = '';
  let from = 0;
  for (const selector of selectorsOf(parsed.value)) {
    const braces = bracesWithout(parsed.value, selector, dropped);
    if (braces === null || selector.braces === null) continue;
    text += expression.slice(from, selector.braces.from) + braces;
    from = selector.braces.to;
  }
  return { ok: true, value: text + expression.slice(from) };
}

/** Which of these labels have a matcher somewhere in the expression; none where it cannot be read. */
export function matchedLabels(expression: string, names: readonly string[]): readonly string[] {
  const parsed = parsePromql(expression);
  if (!parsed.ok) return [];
  const used = new Set(
    selectorsOf(parsed.value).flatMap(({ matchers }) => matchers.map(({ name }) => name)),
  );
  return names.filter((name) => used.has(name));
}

/**
 * The question that tells which of these labels the series of the expression have at all; null where there is nothing
 * to ask. Its answer is for `labelsMissing`.
 */
export function labelCheck(expression: string, names: readonly string[]): string | null {
  const bare = withoutMatchers(expression, names);
  if (!bare.ok || names.length === 0) return null;
  const parsed = parsePromql(bare.value);
  if (!parsed.ok) return null;
  const [first] = selectorsOf(parsed.value);
  if (first === undefined) return null;
  const labels = names.map((name) => (PLAIN_NAME.test(name) ? name : quoteLabel(name)));
  return `group by (${labels.join(', ')}) (${textOf(parsed.value, first.node)})`;
}

/** The labels that no series carries. An answer that is empty or was cut proves nothing: then none. */
export function labelsMissing(names: readonly string[], answer: MetricAnswer): readonly string[] {
  if (answer.series.length === 0 || answer.truncated) return [];
  return names.filter((name) => answer.series.every(({ labels }) => (labels[name] ?? '') === ''));
}

function bracesWithout(
  tree: PromqlTree,
  { node, braces, matchers }: Selector,
  dropped: ReadonlySet<string>,
): string | null {
  if (braces === null || !matchers.some(({ name }) => dropped.has(name))) return null;
  const kept = matchers.filter(({ name }) => !dropped.has(name)).map((one) => one.node);
  const quotedName = braces.getChild('QuotedLabelName');
  const nodes = quotedName === null ? kept : [quotedName, ...kept];
  const hasName = node.getChild('Identifier') !== null;
  if (nodes.length === 0) return hasName ? '' : null;
  return `{${nodes.map((one) => textOf(tree, one)).join(',')}}`;
}
