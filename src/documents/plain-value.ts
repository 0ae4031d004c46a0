/** Plain values out of YAML nodes: no aliases left, no tags, no surprising keys, and a bound on everything. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Diagnostic } from './diagnostic.ts';
import type { Remark } from './source-text.ts';
import { MAX_DEPTH, type Syntax } from './yaml-syntax.ts';

/** Nodes after aliases are expanded; far above any file that a person writes. */
const MAX_NODES = 100_000;

const PLAIN_TAGS = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

export interface Plain {
  readonly value: unknown;
  readonly problems: readonly Diagnostic[];
  /** True when the value lacks parts, so that checking it further would mislead. */
  readonly broken: boolean;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

export function plainValue(syntax: Syntax): Plain {
  const walk = new Walk(syntax);
  const value = walk.node(syntax.document.contents);
  return { value, problems: walk.problems, broken: walk.broken, targets: walk.targets };
}

/** The text of a key; null when it is not a single scalar. */
export function keyText(key: unknown): string | null {
  if (!isScalar(key)) return null;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

class Walk {
  readonly problems: Diagnostic[] = [];
  readonly targets = new Map<Alias, Node>();
  broken = false;
  readonly #syntax: Syntax;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  /** The alias that is being expanded, the outermost one. */
  #expanding: Alias | null = null;
  #nodes = 0;

  constructor(syntax: Syntax) {
    this.#syntax = syntax;
  }

  node(node: unknown): unknown {
    if (node === null || node === undefined || this.#exhausted(node as Node)) return null;
    if (isAlias(node)) return this.#alias(node);
    const one = node as Node & { anchor?: string };
    if (one.anchor !== undefined) this.#anchors.set(one.anchor, one);
    this.#checkTag(one);
    if (isScalar(one)) return this.#scalar(one);
    this.#open.add(one);
    const value = isMap(one) ? this.#map(one.items) : isSeq(one) ? this.#list(one.items) : null;
    this.#open.delete(one);
    return value;
  }

  #exhausted(node: Node): boolean {
    this.#nodes += 1;
    if (this.broken) return true;
    if (this.#open.size >= MAX_DEPTH) this.#fail(node, `nested more than ${MAX_DEPTH} levels deep`);
    if (this.#nodes > MAX_NODES) {
      this.#fail(this.#expanding ?? node, `more than ${MAX_NODES} values, aliases expanded`);
    }
    return this.broken;
  }

  #alias(alias: Alias): unknown {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) return this.#fail(alias, `no anchor is called "${alias.source}"`);
    if (this.#open.has(target)) return this.#fail(alias, `"*${alias.source}" contains itself`);
    this.targets.set(alias, target);
    const outer = this.#expanding;
    this.#expanding = outer ?? alias;
    const value = this.node(target);
    this.#expanding = outer;
    return value;
  }

  #list(items: readonly unknown[]): unknown[] {
    return items.map((item) => this.node(item));
  }

  #map(pairs: readonly Pair[]): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const pair of pairs) {
      const key = this.#key(pair, result);
      if (key !== null) result[key] = this.node(pair.value);
    }
    return result;
  }

  #key(pair: Pair, seen: Record<string, unknown>): string | null {
    const key = keyText(pair.key);
    const node = pair.key as Node;
    if (key === null) return this.#fail(node, 'a field name must be plain text', 'yaml/key');
    const refusal = refusedKey(key) ?? (Object.hasOwn(seen, key) ? duplicate(key) : null);
    if (refusal === null) return key;
    this.#report(node, refusal);
    // The value is still walked: an anchor in it may be used further down.
    this.node(pair.value);
    return null;
  }

  #scalar(node: Node & { value: unknown }): unknown {
    if (typeof node.value !== 'string' || !/[\0\p{Cs}]/u.test(node.value)) return node.value;
    this.#report(node, {
      level: 'error',
      check: 'yaml/nul',
      message: 'text that cannot be stored',
    });
    return node.value;
  }

  #checkTag(node: Node & { tag?: string }): void {
    if (node.tag === undefined || PLAIN_TAGS.has(node.tag) || node.tag === '!') return;
    const { source } = this.#syntax;
    this.problems.push(
      source.mark(...tagRange(source.text, node), {
        level: 'error',
        check: 'yaml/tag',
        message: `the tag "${node.tag}" is not accepted`,
        fix: 'write the plain value',
      }),
    );
  }

  #fail(node: Node, message: string, check = 'yaml/alias'): null {
    this.#report(node, { level: 'error', check, message });
    this.broken = true;
    return null;
  }

  #report(node: Node, remark: Remark): void {
    const [start, end] = node.range ?? [0, 1];
    this.problems.push(this.#syntax.source.mark(start, end, remark));
  }
}

/** A node's range begins after its tag. */
function tagRange(text: string, node: Node): [start: number, end: number] {
  const value = node.range?.[0] ?? 0;
  let start = text.lastIndexOf('!', value - 1);
  while (start > 0 && text[start - 1] === '!') start -= 1;
  return [Math.max(0, start), text.slice(0, value).trimEnd().length];
}

function duplicate(key: string): Remark {
  return {
    level: 'error',
    check: 'yaml/duplicate-key',
    message: `"${key}" is given twice`,
    fix: 'keep one',
  };
}

function refusedKey(key: string): Remark | null {
  if (key !== '__proto__' && key !== '<<') return null;
  const message = key === '<<' ? 'merge keys are not accepted' : `"${key}" cannot be a field name`;
  return { level: 'error', check: 'yaml/key', message };
}
