/** A schema's issue in our words: what is wrong with the field, and what it should be. */
import type { z } from 'zod';
import { suggestion } from './nearest-word.ts';
import { knownFields, type Path } from './schema-shape.ts';
import type { Remark } from './source-text.ts';

/** Where in the file an issue points: at a value, or at the name of a field. */
export interface SchemaRemark {
  readonly remark: Remark;
  readonly path: Path;
  readonly key?: string;
  /** Offsets inside the text value, end excluded. */
  readonly within?: Stretch;
}

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What a schema's own check may pass as `params` of a custom issue; a message `must …` gets the field's name before it. */
export interface IssueDetail {
  readonly check?: string;
  readonly fix?: string;
  readonly within?: Stretch;
}

type Issue = z.core.$ZodIssue;

/** One issue may name several unknown fields, and becomes a remark for each. */
export function schemaRemarks(schema: z.ZodType, raw: unknown, issue: Issue): SchemaRemark[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownFields(schema, issue.path);
    return issue.keys.map((key) => unknownField(issue.path, key, known));
  }
  const found = valueAt(raw, issue.path);
  if (found === undefined && issue.code !== 'custom') return [missing(issue.path)];
  return [{ path: issue.path, ...describe(issue, found) }];
}

/** `"severity"`, or `item 2 of "match"`. */
function fieldName(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (typeof last !== 'number') return `"${String(last)}"`;
  return path.length === 1
    ? `item ${last + 1}`
    : `item ${last + 1} of ${fieldName(path.slice(0, -1))}`;
}

function unknownField(path: Path, key: string, known: readonly string[]): SchemaRemark {
  const fix = suggestion(key, known);
  const message = `unknown field "${key}"`;
  return { path, key, remark: error('schema/unknown-field', message, fix ?? undefined) };
}

function missing(path: Path): SchemaRemark {
  const message = `missing field ${fieldName(path)}`;
  return { path: path.slice(0, -1), remark: error('schema/missing-field', message) };
}

function describe(issue: Issue, found: unknown): Pick<SchemaRemark, 'remark' | 'within'> {
  if (issue.code === 'custom') return custom(issue);
  const name = fieldName(issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return { remark: wrongType(name, [issue.expected], found) };
    case 'invalid_union':
      return { remark: wrongType(name, issue.errors.flatMap(expectedTypes), found) };
    case 'invalid_value': {
      const values = issue.values.map(String);
      const fix = suggestion(String(found), values) ?? undefined;
      return { remark: error('schema/value', `${name} cannot be ${shown(found)}`, fix) };
    }
    case 'too_small':
      return { remark: error('schema/value', `${name} ${atLeast(issue)}`) };
    case 'too_big':
      return { remark: error('schema/value', `${name} ${atMost(issue)}`) };
    default:
      return { remark: error('schema/value', `${name} is not valid: ${issue.message}`) };
  }
}

function custom(issue: z.core.$ZodIssueCustom): Pick<SchemaRemark, 'remark' | 'within'> {
  const detail = (issue.params ?? {}) as IssueDetail;
  const name = issue.message.startsWith('must ') ? `${fieldName(issue.path)} ` : '';
  const remark = error(detail.check ?? 'schema/value', name + issue.message, detail.fix);
  return detail.within === undefined ? { remark } : { remark, within: detail.within };
}

function wrongType(name: string, expected: readonly string[], found: unknown): Remark {
  const types = [...new Set(expected.map((type) => TYPE_NAMES[type] ?? type))];
  return error('schema/type', `${name} must be ${types.join(' or ')}`, `found ${shown(found)}`);
}

function expectedTypes(issues: readonly Issue[]): string[] {
  return issues.flatMap((issue) => (issue.code === 'invalid_type' ? [issue.expected] : []));
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of fields',
  record: 'a map of fields',
  null: 'empty',
};

function shown(found: unknown): string {
  if (found === null) return 'nothing';
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object') return 'a map of fields';
  return typeof found === 'string' ? `"${found.slice(0, 60)}"` : String(found);
}

function atLeast(issue: z.core.$ZodIssueTooSmall): string {
  if (issue.origin === 'number' || issue.origin === 'int')
    return `must be at least ${issue.minimum}`;
  if (issue.minimum === 1) return 'must not be empty';
  return `must have at least ${issue.minimum} ${unit(issue.origin)}`;
}

function atMost(issue: z.core.$ZodIssueTooBig): string {
  if (issue.origin === 'number' || issue.origin === 'int')
    return `must be at most ${issue.maximum}`;
  return `must have at most ${issue.maximum} ${unit(issue.origin)}`;
}

function unit(origin: string): string {
  return origin === 'string' ? 'characters' : 'items';
}

function error(check: string, message: string, fix?: string): Remark {
  return { level: 'error', check, message, ...(fix === undefined ? {} : { fix }) };
}

function valueAt(raw: unknown, path: Path): unknown {
  let here = raw;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<PropertyKey, unknown>)[step];
  }
  return here;
}
