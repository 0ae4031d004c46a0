/** What may be shown of a line of the file: no value but that of a setting which is known to be no secret. */
import { z } from 'zod';
import * as field from './field.ts';
import * as secret from './secret-field.ts';
import { Settings } from './settings.ts';

/** An address may hold a password. */
const HIDDEN: ReadonlySet<unknown> = new Set([field.url, ...Object.values(secret)]);

const SECTION_KEYS = new Set<string>();
const PLAIN_KEYS = new Set<string>();
const HIDDEN_KEYS = new Set<string>();
sort(Settings);

function sort(section: z.ZodObject): void {
  for (const [key, wrapped] of Object.entries(section.shape)) {
    const inner = bare(wrapped);
    if (inner instanceof z.ZodObject) {
      SECTION_KEYS.add(key);
      sort(inner);
    } else {
      (HIDDEN.has(inner) ? HIDDEN_KEYS : PLAIN_KEYS).add(key);
    }
  }
}

function bare(schema: unknown): unknown {
  const isWrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodNullable;
  return isWrapped ? bare(schema.unwrap()) : schema;
}

/** `key: `, or `"key":`; without the space it is none, but may have been meant as one. */
const KEY = /["']?(?<key>[\w.-]{1,100})(?<colon>["']\s*:|\s*:(?=\s|$)|:)/gu;
const BEFORE_THE_FIRST = /^[\s{-]*/u;
const SECRET = '<secret>';

/** `line` counts from 1. */
export function shownLine(text: string, line: number): string {
  const lines = text.split(/\r?\n/u);
  const source = lines[line - 1] ?? '';
  const begin = BEFORE_THE_FIRST.exec(source)?.[0].length ?? 0;
  const keys = [...source.matchAll(KEY)].filter((match) => isKey(match, source));
  if (keys[0]?.index !== begin) {
    return isPlainItem(lines, line - 1) ? source : cut(source, begin);
  }
  const hidden = keys.find((match) => !isShown(match, source));
  return hidden === undefined ? source : cut(source, hidden.index + hidden[0].length);
}

function isKey(match: RegExpExecArray, source: string): boolean {
  const isCertain = match.groups?.['colon'] !== ':' || /^(?:\s|$)/u.test(restAfter(match, source));
  return isCertain || HIDDEN_KEYS.has(match.groups?.['key'] ?? '');
}

function restAfter(match: RegExpExecArray, source: string): string {
  return source.slice(match.index + match[0].length);
}

function isShown(match: RegExpExecArray, source: string): boolean {
  const key = match.groups?.['key'] ?? '';
  const rest = restAfter(match, source);
  // A section that holds a text was meant to be one of its own settings.
  return SECTION_KEYS.has(key) ? /^\s*(?:\{|#|$)/u.test(rest) : PLAIN_KEYS.has(key);
}

/** `- value` below a plain setting. */
function isPlainItem(lines: readonly string[], at: number): boolean {
  if (!/^\s*-\s/u.test(lines[at] ?? '')) return false;
  const owner = lines.slice(0, at).findLast((line) => !/^\s*(?:-\s|#|$)/u.test(line)) ?? '';
  const key = /^\s*(?<key>\w+):\s*(?:#.*)?$/u.exec(owner)?.groups?.['key'];
  return key !== undefined && PLAIN_KEYS.has(key);
}

function cut(source: string, from: number): string {
  const value = source.slice(from);
  const blank = /^\s*/u.exec(value)?.[0] ?? '';
  return value === blank ? source : `${source.slice(0, from)}${blank}${SECRET}`;
}
