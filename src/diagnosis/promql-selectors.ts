/** The vector selectors of an expression with their matchers, each with its place in the text. */
import type { SyntaxNode } from '@lezer/common';
import { childrenOf, nodesNamed, type PromqlTree, textOf } from './promql-tree.ts';

export interface LabelMatcher {
  readonly name: string;
  readonly operator: string;
  readonly node: SyntaxNode;
  readonly operatorNode: SyntaxNode;
  /** The string literal, quotes included. */
  readonly literal: SyntaxNode;
}

export interface Selector {
  readonly node: SyntaxNode;
  /** null where the selector names no metric. */
  readonly metric: string | null;
  readonly braces: SyntaxNode | null;
  readonly matchers: readonly LabelMatcher[];
}

const SELECTOR: ReadonlySet<string> = new Set(['VectorSelector']);
const MATCHERS: ReadonlySet<string> = new Set(['UnquotedLabelMatcher', 'QuotedLabelMatcher']);

export function selectorsOf(tree: PromqlTree): readonly Selector[] {
  return nodesNamed(tree.root, SELECTOR).map((node) => {
    const children = childrenOf(node);
    const braces = children.find((child) => child.name === 'LabelMatchers') ?? null;
    const inside = braces === null ? [] : childrenOf(braces);
    const matchers = inside
      .filter((child) => MATCHERS.has(child.name))
      .flatMap((child) => matcherOf(tree, child));
    return { node, metric: metricOf(tree, children, inside, matchers), braces, matchers };
  });
}

/** Each metric that the expression names, once. */
export function metricsNamed(tree: PromqlTree): readonly string[] {
  return [...new Set(selectorsOf(tree).flatMap(({ metric }) => metric ?? []))];
}

function matcherOf(tree: PromqlTree, node: SyntaxNode): readonly LabelMatcher[] {
  const [label, operatorNode, literal] = childrenOf(node);
  if (label === undefined || operatorNode === undefined || literal === undefined) return [];
  const name = label.name === 'LabelName' ? textOf(tree, label) : unquoted(textOf(tree, label));
  return [{ name, operator: textOf(tree, operatorNode), node, operatorNode, literal }];
}

function metricOf(
  tree: PromqlTree,
  children: readonly SyntaxNode[],
  inside: readonly SyntaxNode[],
  matchers: readonly LabelMatcher[],
): string | null {
  const identifier = children.find((child) => child.name === 'Identifier');
  if (identifier !== undefined) return textOf(tree, identifier);
  const quoted = inside.find((child) => child.name === 'QuotedLabelName');
  if (quoted !== undefined) return unquoted(textOf(tree, quoted));
  const named = matchers.find(({ name, operator }) => name === '__name__' && operator === '=');
  return named === undefined ? null : unquoted(textOf(tree, named.literal));
}

/** The text of a plain literal; one with escapes other than JSON's stays as it is written. */
function unquoted(literal: string): string {
  try {
    return literal.startsWith('"') ? String(JSON.parse(literal)) : literal.slice(1, -1);
  } catch {
    return literal.slice(1, -1);
  }
}
