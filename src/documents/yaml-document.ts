/** A YAML document is a file read against its schema: a value whose every part knows its place, or every error at once. */
import type { z } from 'zod';
import type { Diagnostic } from './diagnostic.ts';
import { type Plain, plainValue } from './plain-value.ts';
import { type SchemaRemark, type Stretch, schemaRemarks } from './schema-remark.ts';
import type { Path } from './schema-shape.ts';
import type { Position, Remark } from './source-text.ts';
import { placeOfKey, placeOfValue } from './yaml-place.ts';
import { parseSyntax, type Syntax } from './yaml-syntax.ts';

export interface YamlDocument<T> {
  readonly ok: true;
  readonly value: T;
  /** Of the value at `path`, or of its nearest existing ancestor; `within` narrows it inside a text value. */
  at(path: Path, within?: Stretch): Position;
  /** A remark of the caller's own about the value at `path`. */
  remark(path: Path, remark: Remark, within?: Stretch): Diagnostic;
}

export type YamlResult<T> =
  | YamlDocument<T>
  | { readonly ok: false; readonly error: readonly Diagnostic[] };

export interface YamlOptions {
  /** What an empty file stands for; default null. */
  readonly whenEmpty?: unknown;
  /** Names the thing that a path belongs to (`group/rule`), from the unchecked value; null for none. */
  readonly subject?: (raw: unknown, path: Path) => string | null;
}

/**
 * Reads one YAML 1.2 document. Refused, each with its place: syntax errors, duplicate keys, tags, merge keys, anchors
 * that contain themselves or expand without end, nesting over 64, files over 1 MB, NUL, and all that `schema` refuses.
 */
export function readYaml<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
  options: YamlOptions = {},
): YamlResult<z.output<S>> {
  const syntax = parseSyntax(file, text);
  if (!syntax.ok) return syntax;
  const plain = plainValue(syntax.value);
  if (plain.broken) return { ok: false, error: inOrder(plain.problems) };
  const raw = plain.value ?? options.whenEmpty ?? null;
  const parsed = schema.safeParse(raw);
  const page = new Page(syntax.value, plain, raw, options);
  const issues = parsed.success ? [] : parsed.error.issues;
  const errors = [
    ...plain.problems,
    ...issues.flatMap((issue) => schemaRemarks(schema, raw, issue)).map((one) => page.place(one)),
  ];
  if (!parsed.success || errors.length > 0) return { ok: false, error: inOrder(errors) };
  return {
    ok: true,
    value: parsed.data,
    at: (path, within) => page.at(path, within),
    remark: (path, remark, within) => page.place({ path, remark, ...(within ? { within } : {}) }),
  };
}

export function inOrder(list: readonly Diagnostic[]): readonly Diagnostic[] {
  return list.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

class Page {
  readonly #syntax: Syntax;
  readonly #plain: Plain;
  readonly #raw: unknown;
  readonly #options: YamlOptions;

  constructor(syntax: Syntax, plain: Plain, raw: unknown, options: YamlOptions) {
    this.#syntax = syntax;
    this.#plain = plain;
    this.#raw = raw;
    this.#options = options;
  }

  at(path: Path, within?: Stretch): Position {
    const [start, end] = this.#range({ path, ...(within ? { within } : {}) });
    return this.#syntax.source.position(start, end);
  }

  place(one: SchemaRemark): Diagnostic {
    const [start, end] = this.#range(one);
    const named = one.remark.subject ?? this.#options.subject?.(this.#raw, one.path) ?? undefined;
    const remark = named === undefined ? one.remark : { ...one.remark, subject: named };
    return this.#syntax.source.mark(start, end, remark);
  }

  #range(one: Omit<SchemaRemark, 'remark'>): readonly [number, number] {
    const root = this.#syntax.document.contents;
    const { targets } = this.#plain;
    if (one.key !== undefined) return placeOfKey(root, targets, one.path, one.key);
    return placeOfValue(root, targets, one.path, this.#syntax.source.text, one.within);
  }
}
