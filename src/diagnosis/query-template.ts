/** A query template is PromQL with `$labels.name` inside the values of its matchers, filled through the grammar. */
import type { SyntaxNode } from '@lezer/common';
import type { Result } from '../domain/refusal.ts';
import { type LabelMatcher, metricsNamed, selectorsOf } from './promql-selectors.ts';
import { childrenOf, nodesNamed, type PromqlTree, parsePromql, textOf } from './promql-tree.ts';
import { escapeRe2, quoteLabel } from './quote-label.ts';

/** What is wrong with a template; offsets in its text, end excluded. */
export interface TemplateFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly fix?: string;
}

interface Hole {
  readonly matcher: Pick<LabelMatcher, 'operator'>;
  /** Of the operator. */
  readonly operatorAt: Stretch;
  /** Of the literal, quotes included. */
  readonly literalAt: Stretch;
  /** Between the quotes, as written. */
  readonly inside: string;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface QueryTemplate {
  readonly text: string;
  /** The labels that it needs, each once. */
  readonly needs: readonly string[];
  readonly metrics: readonly string[];
  /**
   * The label of the answered series that names the service, where the template asks for `$labels.service` and keeps
   * that label; then it can be asked for several services at once. null: it is about one service only.
   */
  readonly serviceLabel: string | null;
  readonly holes: readonly Hole[];
}

/** One value, or for `service` several: any of them. */
export type Filling = Readonly<Record<string, string | readonly string[]>>;

const PLACEHOLDER = /\$labels\.([a-zA-Z_][a-zA-Z0-9_]*)/g;
const AGGREGATIONS: ReadonlySet<string> = new Set(['AggregateExpr']);
const FIX = 'write $labels.name between the double quotes of a matcher: {pod="$labels.pod"}';

export function readTemplate(text: string): Result<QueryTemplate, TemplateFault> {
  const parsed = parsePromql(text);
  if (!parsed.ok) return { ok: false, error: syntaxFault(text, parsed.error) };
  const tree = parsed.value;
  const matchers = selectorsOf(tree).flatMap((selector) => selector.matchers);
  const holes = matchers
    .filter(({ literal }) => /\$labels\./.test(textOf(tree, literal)))
    .map((matcher) => holeOf(tree, matcher));
  const fault = strayIn(text, holes);
  if (fault !== null) return { ok: false, error: fault };
  const metrics = metricsNamed(tree);
  if (metrics.length === 0) {
    const message = 'the query names no metric';
    return { ok: false, error: { message, start: 0, end: text.length } };
  }
  const needs = [...new Set(holes.flatMap(({ inside }) => labelsIn(inside)))];
  const serviceLabel = serviceLabelOf(tree, matchers);
  return { ok: true, value: { text, needs, metrics, serviceLabel, holes } };
}

/** The query with every placeholder filled; null where a label that it needs is missing or empty. */
export function fillTemplate(template: QueryTemplate, values: Filling): string | null {
  if (template.needs.some((name) => choices(values, name).length === 0)) return null;
  let query = '';
  let from = 0;
  for (const hole of template.holes) {
    const { operator, inside } = filled(hole, values);
    query += `${template.text.slice(from, hole.operatorAt.from)}${operator}"${inside}"`;
    from = hole.literalAt.to;
  }
  return query + template.text.slice(from);
}

function choices(values: Filling, name: string): readonly string[] {
  const given = Object.hasOwn(values, name) ? (values[name] ?? '') : '';
  return [given].flat().filter((value) => value !== '');
}

/** A list of values becomes an alternation where the placeholder is the whole value; elsewhere its first is taken. */
function filled({ matcher, inside }: Hole, values: Filling): { operator: string; inside: string } {
  const [only] = labelsIn(inside);
  const all = inside === `$labels.${only}` ? choices(values, only ?? '') : [];
  if (all.length > 1) {
    const operator = matcher.operator.startsWith('!') ? '!~' : '=~';
    return { operator, inside: bare(all.map(escapeRe2).join('|')) };
  }
  const isRegex = matcher.operator.endsWith('~');
  const text = inside.replace(PLACEHOLDER, (_, name: string) => {
    const [value = ''] = choices(values, name);
    return bare(isRegex ? escapeRe2(value) : value);
  });
  return { operator: matcher.operator, inside: text };
}

/** A value as it is written between double quotes. */
function bare(value: string): string {
  return quoteLabel(value).slice(1, -1);
}

function labelsIn(inside: string): readonly string[] {
  return [...inside.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
}

function holeOf(tree: PromqlTree, matcher: LabelMatcher): Hole {
  const { operatorNode, literal, operator } = matcher;
  return {
    matcher: { operator },
    operatorAt: { from: operatorNode.from, to: operatorNode.to },
    literalAt: { from: literal.from, to: literal.to },
    inside: textOf(tree, literal).slice(1, -1),
  };
}

/** A `$labels` that nothing would fill, or that stands where its value could become part of the query. */
function strayIn(text: string, holes: readonly Hole[]): TemplateFault | null {
  for (const { index } of text.matchAll(/\$labels/g)) {
    const end = index + '$labels'.length;
    const hole = holes.find(({ literalAt: at }) => at.from < index && index < at.to);
    if (hole === undefined || text[hole.literalAt.from] !== '"') {
      return { message: 'a label cannot be filled in here', start: index, end, fix: FIX };
    }
    if (!/^\$labels\.[a-zA-Z_]/.test(text.slice(index))) {
      return { message: 'a placeholder without a label', start: index, end, fix: FIX };
    }
  }
  return null;
}

function serviceLabelOf(tree: PromqlTree, matchers: readonly LabelMatcher[]): string | null {
  const names = new Set(
    matchers
      .filter(({ literal }) => textOf(tree, literal) === '"$labels.service"')
      .map(({ name }) => name),
  );
  const [name] = names;
  if (name === undefined || names.size > 1) return null;
  return nodesNamed(tree.root, AGGREGATIONS).every((node) => keeps(tree, node, name)) ? name : null;
}

/** Whether an aggregation keeps the label: it is among those after `by`. */
function keeps(tree: PromqlTree, aggregation: SyntaxNode, name: string): boolean {
  const modifier = aggregation.getChild('AggregateModifier');
  if (modifier === null || modifier.getChild('By') === null) return false;
  const labels = modifier.getChild('GroupingLabels');
  return labels !== null && childrenOf(labels).some((label) => textOf(tree, label) === name);
}

function syntaxFault(
  text: string,
  { message, line, column }: { message: string; line: number; column: number },
): TemplateFault {
  const lines = text.split('\n').slice(0, line - 1);
  const start = lines.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  // Somebody means a label, but in another language or at another place.
  const hint = text.includes('{{') || text[start] === '$' ? { fix: FIX } : {};
  return { message: `not PromQL: ${message}`, start, end: start + 1, ...hint };
}
