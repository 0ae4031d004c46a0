/** Narrows an expression to some labels by adding matchers to each of its selectors, through the grammar. */
import type { SyntaxNode } from '@lezer/common';
import type { Result } from '../domain/refusal.ts';
import { childrenOf, nodesNamed, type PromqlError, parsePromql } from './promql-tree.ts';
import { quoteLabel } from './quote-label.ts';

const SELECTOR: ReadonlySet<string> = new Set(['VectorSelector']);
const PLAIN_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * The expression with `label="value"` added to every vector selector; existing matchers stay, so a narrowed
 * expression never asks for more than before. `__name__` is left out: a selector has its name already.
 */
export function narrow(
  expression: string,
  labels: Readonly<Record<string, string>>,
): Result<string, PromqlError> {
  const parsed = parsePromql(expression);
  if (!parsed.ok) return parsed;
  const matchers = matchersFor(labels);
  if (matchers === '') return { ok: true, value: expression };
  const selectors = nodesNamed(parsed.value.root, SELECTOR);
  return {
    ok: true,
    value: inserted(
      expression,
      selectors.map((node) => insertion(node, matchers)),
    ),
  };
}

function matchersFor(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .filter(([name]) => name !== '__name__' && name !== '')
    .map(
      ([name, value]) => `${PLAIN_NAME.test(name) ? name : quoteLabel(name)}=${quoteLabel(value)}`,
    )
    .join(',');
}

function insertion(selector: SyntaxNode, matchers: string): Insertion {
  const braces = childrenOf(selector).find((child) => child.name === 'LabelMatchers');
  if (braces === undefined) return { at: selector.to, text: `{${matchers}}` };
  const last = childrenOf(braces).at(-1);
  return last === undefined
    ? { at: braces.from + 1, text: matchers }
    : { at: last.to, text: `,${matchers}` };
}

function inserted(text: string, insertions: readonly Insertion[]): string {
  let result = '';
  let from = 0;
  for (const { at, text: added } of insertions) {
    result += text.slice(from, at) + added;
    from = at;
  }
  return result + text.slice(from);
}
