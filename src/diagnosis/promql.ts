/** Splits an alert's expression into its condition, by the grammar and in exact slices of its own text. */
import type { SyntaxNode } from '@lezer/common';
import type { Result } from '../domain/refusal.ts';
import { breaches, type Condition, type Operator, turned } from './condition.ts';
import { constantOf } from './promql-number.ts';
import {
  childrenOf,
  nodesNamed,
  type PromqlError,
  type PromqlTree,
  parsePromql,
  textOf,
  withoutParens,
} from './promql-tree.ts';

const COMPARISONS: Readonly<Record<string, Operator>> = {
  Gtr: '>',
  Lss: '<',
  Gte: '>=',
  Lte: '<=',
  Eql: '==',
  Neq: '!=',
};

const SELECTOR: ReadonlySet<string> = new Set(['VectorSelector']);
const BINARY: ReadonlySet<string> = new Set(['BinaryExpr']);
const ABSENT: ReadonlySet<string> = new Set(['Absent', 'AbsentOverTime']);
/** What may stand between `absent_over_time(` and the expression whose absence it means. */
const RANGES: ReadonlySet<string> = new Set([
  'ParenExpr',
  'OffsetExpr',
  'StepInvariantExpr',
  'AnchoredExpr',
  'SmoothedExpr',
  'MatrixSelector',
  'SubqueryExpr',
]);

interface Comparison {
  readonly left: SyntaxNode;
  readonly operator: Operator;
  readonly threshold: number;
}

/** An error when the text is no PromQL; every PromQL expression has a condition. */
export function splitExpression(expression: string): Result<Condition, PromqlError> {
  const parsed = parsePromql(expression);
  if (!parsed.ok) return parsed;
  const tree = parsed.value;
  const root = withoutParens(tree.root);
  return { ok: true, value: absenceOf(tree, root) ?? thresholdOf(tree, root) ?? presenceOf(tree) };
}

function thresholdOf(tree: PromqlTree, root: SyntaxNode): Condition | null {
  const comparison = comparisonOf(tree, root);
  if (comparison === null) return null;
  const { left, operator, threshold } = comparison;
  if (absentCallIn(left) !== null) return absenceWhen(tree, comparison);
  return {
    kind: 'threshold',
    left: textOf(tree, left),
    operator,
    threshold,
    vanishes: filters(left),
    ...wholeOf(tree),
  };
}

function absenceOf(tree: PromqlTree, root: SyntaxNode): Condition | null {
  const call = absentCallIn(root);
  const inner = call === null ? null : missingIn(call);
  return inner === null ? null : { kind: 'absence', inner: textOf(tree, inner), ...wholeOf(tree) };
}

/** `absent(x) == 1` says the same as `absent(x)`: the function answers with 1 or not at all. */
function absenceWhen(tree: PromqlTree, comparison: Comparison): Condition | null {
  return breaches(comparison, 1) ? absenceOf(tree, comparison.left) : null;
}

function presenceOf(tree: PromqlTree): Condition {
  return { kind: 'presence', ...wholeOf(tree) };
}

function wholeOf(tree: PromqlTree): Pick<Condition, 'whole' | 'selectors'> {
  const selectors = nodesNamed(tree.root, SELECTOR).map((node) => textOf(tree, node));
  return { whole: textOf(tree, tree.root), selectors: [...new Set(selectors)] };
}

function comparisonOf(tree: PromqlTree, root: SyntaxNode): Comparison | null {
  if (root.name !== 'BinaryExpr') return null;
  const children = childrenOf(root);
  const [left, sign, right] = [children[0], children[1], children.at(-1)];
  const operator = COMPARISONS[sign?.name ?? ''];
  if (left === undefined || right === undefined || operator === undefined) return null;
  const [a, b] = [constantOf(tree, left), constantOf(tree, right)];
  if (a === null && b !== null) return { left: withoutParens(left), operator, threshold: b };
  if (a === null || b !== null) return null;
  return { left: withoutParens(right), operator: turned(operator), threshold: a };
}

function absentCallIn(node: SyntaxNode): SyntaxNode | null {
  const call = withoutParens(node);
  if (call.name !== 'FunctionCall') return null;
  const identifier = call.firstChild?.firstChild;
  return identifier !== null && identifier !== undefined && ABSENT.has(identifier.name)
    ? call
    : null;
}

/** The expression that `absent` misses, as an instant vector: a range cannot be asked over time. */
function missingIn(call: SyntaxNode): SyntaxNode | null {
  const body = childrenOf(call).find((child) => child.name === 'FunctionCallBody');
  let inner = body === undefined ? undefined : childrenOf(body)[0];
  while (inner !== undefined && RANGES.has(inner.name)) inner = childrenOf(inner)[0];
  return inner ?? null;
}

/** Whether an expression drops series that are well: a comparison without `bool`, a set operator, or `absent`. */
function filters(node: SyntaxNode): boolean {
  return nodesNamed(node, ABSENT).length > 0 || nodesNamed(node, BINARY).some(dropsSeries);
}

function dropsSeries(node: SyntaxNode): boolean {
  const children = childrenOf(node);
  const operator = children[1]?.name ?? '';
  if (operator === 'And' || operator === 'Unless') return true;
  const bool = children.some((child) => child.name === 'BoolModifier');
  return operator in COMPARISONS && !bool;
}
