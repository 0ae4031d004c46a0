/**
 * PagerDuty's own OpenAPI files, where they are at hand: TOCSIN_CONTRACTS_DIR names a folder with
 * `pagerduty-events-v2.openapi.json` and `pagerduty-rest-subset.openapi.json`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export const folder = process.env['TOCSIN_CONTRACTS_DIR'];

export type Json = Record<string, unknown>;

export function openApi(name: string): Json {
  return JSON.parse(readFileSync(join(folder ?? '', `${name}.openapi.json`), 'utf8')) as Json;
}

export function at(document: Json, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Json | undefined)?.[key], document);
}

/** Words about a schema, and formats that PagerDuty's own examples do not keep. */
const SKIPPED = new Set([
  'example',
  'examples',
  'x-examples',
  'description',
  'format',
  'discriminator',
]);
/** Incidents hold references that hold references; nothing of interest lies deeper. */
const DEEPEST = 14;

export function inlined(document: Json, node: unknown, depth = 0): unknown {
  if (depth > DEEPEST) return {};
  if (Array.isArray(node)) return node.map((one) => inlined(document, one, depth));
  if (typeof node !== 'object' || node === null) return node;
  const reference = (node as Json)['$ref'];
  if (typeof reference === 'string') {
    const path = reference.slice(2).split('/');
    const keys = path.map((key) =>
      decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'),
    );
    return inlined(document, at(document, keys), depth + 1);
  }
  const entries = Object.entries(node).filter(([key]) => !SKIPPED.has(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, inlined(document, value, depth)]));
}

/** PagerDuty says in words, not in its schemas, that any field that is not required may be null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(entries.map(([key, one]) => [key, withoutNulls(one)]));
}

/** What is wrong with a JSON body by the schema of a request or an answer. */
export function problems(document: Json, path: readonly string[], value: unknown): string[] {
  const schema = at(document, [...path, 'content', 'application/json', 'schema']);
  if (schema === undefined) throw new Error(`no schema at ${path.join(' ')}`);
  const read = z.fromJSONSchema(inlined(document, schema) as Json, {
    defaultTarget: 'openapi-3.0',
  });
  const issues = read.safeParse(withoutNulls(value)).error?.issues ?? [];
  return issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}
