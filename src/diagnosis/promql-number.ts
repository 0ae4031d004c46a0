/** Folds the constant parts of PromQL into numbers: `10 * 60`, `-1`, `+Inf`, `5m`. */
import type { SyntaxNode } from '@lezer/common';
import { childrenOf, type PromqlTree, textOf, withoutParens } from './promql-tree.ts';

/** Deeper nesting than any rule has; it keeps a hostile expression from using up the stack. */
const MAX_DEPTH = 64;

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Mod: (a, b) => a % b,
  Pow: (a, b) => a ** b,
  Atan2: (a, b) => Math.atan2(a, b),
};

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/** The number that a node stands for; null when it depends on any series or function. */
export function constantOf(tree: PromqlTree, node: SyntaxNode, depth = 0): number | null {
  if (depth > MAX_DEPTH) return null;
  const inner = withoutParens(node);
  if (inner.name === 'NumberDurationLiteral') return numberOf(textOf(tree, inner));
  if (inner.name === 'UnaryExpr') return unaryOf(tree, inner, depth);
  return inner.name === 'BinaryExpr' ? binaryOf(tree, inner, depth) : null;
}

function unaryOf(tree: PromqlTree, node: SyntaxNode, depth: number): number | null {
  const [sign, operand] = childrenOf(node);
  if (sign === undefined || operand === undefined) return null;
  const value = constantOf(tree, operand, depth + 1);
  if (value === null) return null;
  return textOf(tree, sign) === '-' ? -value : value;
}

function binaryOf(tree: PromqlTree, node: SyntaxNode, depth: number): number | null {
  const [left, operator, right, ...more] = childrenOf(node);
  if (left === undefined || operator === undefined || right === undefined || more.length > 0) {
    return null;
  }
  const apply = ARITHMETIC[operator.name];
  if (apply === undefined) return null;
  const a = constantOf(tree, left, depth + 1);
  const b = constantOf(tree, right, depth + 1);
  return a === null || b === null ? null : apply(a, b);
}

/** Reads a number as Prometheus writes it: decimal, hexadecimal, `1_000`, `Inf`, `NaN`, or a duration in seconds. */
function numberOf(literal: string): number | null {
  const negative = literal.startsWith('-');
  const digits = literal
    .replace(/^[+-]\s*/, '')
    .replaceAll('_', '')
    .toLowerCase();
  const value = unsignedOf(digits);
  if (value === null) return null;
  return negative ? -value : value;
}

function unsignedOf(digits: string): number | null {
  if (digits === 'inf') return Number.POSITIVE_INFINITY;
  if (digits === 'nan') return Number.NaN;
  const value = Number(digits);
  return Number.isNaN(value) ? durationOf(digits) : value;
}

function durationOf(digits: string): number | null {
  let seconds = 0;
  let read = 0;
  for (const [part, count, unit] of digits.matchAll(/(\d+)(ms|[smhdwy])/g)) {
    seconds += Number(count) * (UNIT_SECONDS[unit ?? ''] ?? 0);
    read += part.length;
  }
  return read === digits.length ? seconds : null;
}
