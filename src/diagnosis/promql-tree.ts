/** A PromQL tree is an expression read by Prometheus's own grammar, with the few questions that are asked of it. */
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import type { Result } from '../domain/refusal.ts';

export interface PromqlError {
  readonly message: string;
  /** 1 for the first line. */
  readonly line: number;
  /** 1 for the first character of the line. */
  readonly column: number;
}

export interface PromqlTree {
  readonly text: string;
  /** The expression itself, without comments around it. */
  readonly root: SyntaxNode;
}

/** Longer than any rule written by hand; what is longer is not worth the stack it would take. */
const MAX_LENGTH = 16_384;

/** The grammar forgives a missing closing quote; Prometheus does not. */
const CLOSED_STRING = /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)$/s;

export function parsePromql(text: string): Result<PromqlTree, PromqlError> {
  if (text.length > MAX_LENGTH) {
    const message = `the expression is longer than ${MAX_LENGTH} characters`;
    return { ok: false, error: { message, line: 1, column: 1 } };
  }
  const tree = parser.parse(text);
  const fault = firstFault(tree, text);
  if (fault !== null) return { ok: false, error: errorAt(text, fault) };
  const root = childrenOf(tree.topNode)[0];
  if (root === undefined) return { ok: false, error: errorAt(text, { from: 0, to: 0 }) };
  return { ok: true, value: { text, root } };
}

/** The children that mean something: comments are left out. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}

/** The node within any number of parentheses. */
export function withoutParens(node: SyntaxNode): SyntaxNode {
  let inner: SyntaxNode | undefined = node;
  while (inner?.name === 'ParenExpr') inner = childrenOf(inner)[0];
  return inner ?? node;
}

export function textOf(tree: PromqlTree, node: SyntaxNode): string {
  return tree.text.slice(node.from, node.to);
}

/** Every node of one of these names, in the order of the text, the node itself included. */
export function nodesNamed(node: SyntaxNode, names: ReadonlySet<string>): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  node.cursor().iterate((each) => {
    if (names.has(each.name)) found.push(each.node);
  });
  return found;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function firstFault(tree: Tree, text: string): Span | null {
  let fault: Span | null = null;
  tree.iterate({
    enter(node) {
      if (fault !== null) return false;
      const open =
        node.name === 'StringLiteral' && !CLOSED_STRING.test(text.slice(node.from, node.to));
      if (node.type.isError || open) fault = { from: node.from, to: node.to };
      return true;
    },
  });
  return fault;
}

function errorAt(text: string, fault: Span): PromqlError {
  const before = text.slice(0, fault.from);
  const lineStart = before.lastIndexOf('\n') + 1;
  return {
    message: messageFor(text, fault),
    line: before.split('\n').length,
    column: fault.from - lineStart + 1,
  };
}

function messageFor(text: string, fault: Span): string {
  const rest = text.slice(fault.from).trim();
  if (rest === '') return 'unexpected end of the expression';
  const offending = text.slice(fault.from, fault.to);
  if (/^["'`]/.test(offending) && !CLOSED_STRING.test(offending)) return 'a quote is not closed';
  const word = offending === '' ? (/^\w+|^./su.exec(rest)?.[0] ?? '') : offending;
  return `unexpected ${JSON.stringify(word.slice(0, 40))}`;
}
