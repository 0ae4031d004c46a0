/** A place in a YAML document: from the path of a value to the stretch of source that wrote it. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar } from 'yaml';
import { keyText } from './plain-value.ts';
import type { Stretch } from './schema-remark.ts';
import type { Path } from './schema-shape.ts';

export type Range = readonly [start: number, end: number];

/** Offsets of the value at `path`, or of its nearest existing ancestor; `within` narrows it inside a text value. */
export function placeOfValue(
  root: Node | null,
  targets: ReadonlyMap<Alias, Node>,
  path: Path,
  text: string,
  within?: Stretch,
): Range {
  const { node, key } = descend(root, targets, path);
  if (within !== undefined && isScalar(node)) return insideScalar(node, text, within);
  return rangeOf(isScalar(node) ? node : (key ?? firstKey(node)));
}

/** A map is shown by the field that holds it, and an entry of a list by its own first field: never as a whole. */
function firstKey(node: Node | null): Node | null {
  return isMap(node) ? ((node.items[0]?.key as Node | undefined) ?? node) : node;
}

/** Offsets of the name of a field in the map at `path`. */
export function placeOfKey(
  root: Node | null,
  targets: ReadonlyMap<Alias, Node>,
  path: Path,
  key: string,
): Range {
  const { node } = descend(root, targets, path);
  return rangeOf(pairOf(node, key)?.key as Node | undefined);
}

interface Found {
  readonly node: Node | null;
  /** The name of the field that holds the node. */
  readonly key: Node | null;
}

function descend(root: Node | null, targets: ReadonlyMap<Alias, Node>, path: Path): Found {
  let found: Found = { node: root, key: null };
  for (const step of path) {
    const next = child(found.node, step);
    if (next === null) return found;
    found = { node: target(next.node, targets), key: next.key };
  }
  return found;
}

function child(node: Node | null, step: PropertyKey): Found | null {
  if (isSeq(node)) {
    const item = node.items[Number(step)] as Node | undefined;
    return item === undefined ? null : { node: item, key: null };
  }
  const pair = pairOf(node, String(step));
  if (pair === null) return null;
  const key = pair.key as Node;
  const value = pair.value as Node | null;
  const [start, end] = rangeOf(value);
  // A field without a value is shown by its name.
  return { node: start === end ? key : value, key };
}

function pairOf(node: Node | null, key: string): Pair | null {
  if (!isMap(node)) return null;
  return node.items.find((pair) => keyText(pair.key) === key) ?? null;
}

function target(node: Node | null, targets: ReadonlyMap<Alias, Node>): Node | null {
  return isAlias(node) ? (targets.get(node) ?? node) : node;
}

function rangeOf(node: Node | null | undefined): Range {
  const range = node?.range;
  return range ? [range[0], range[1]] : [0, 1];
}

/** Exact for text on one line; block and folded text is shown as a whole. */
function insideScalar(node: Scalar, text: string, within: Stretch): Range {
  const [start, end] = rangeOf(node);
  const raw = text.slice(start, end);
  const foldedOrBlock = raw.includes('\n') || typeof node.value !== 'string';
  if (foldedOrBlock) return [start, end];
  const quoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
  const offset = (at: number) => start + (quoted ? 1 + rawOffset(raw, node.type, at) : at);
  return [offset(within.start), Math.max(offset(within.end), offset(within.start) + 1)];
}

/** How far into the quoted source the character `at` of the value lies. */
function rawOffset(raw: string, type: string | undefined, at: number): number {
  let source = 1;
  for (let value = 0; value < at && source < raw.length - 1; value += 1) {
    source += type === Scalar.QUOTE_SINGLE ? singleWidth(raw, source) : doubleWidth(raw, source);
  }
  return source - 1;
}

function singleWidth(raw: string, at: number): number {
  return raw[at] === "'" ? 2 : 1;
}

const ESCAPE_WIDTHS: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

function doubleWidth(raw: string, at: number): number {
  return raw[at] === '\\' ? (ESCAPE_WIDTHS[raw[at + 1] ?? ''] ?? 2) : 1;
}
