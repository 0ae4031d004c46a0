/** The raw body becomes a JSON object, or a problem that says where it broke; nothing is parsed before its depth is known. */
import { faultIn } from './json-fault.ts';
import { badRequest, type Refused } from './problem.ts';

export type JsonBody = { readonly ok: true; readonly value: unknown } | Refused;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Reads one request body: strict UTF-8 (a byte order mark is accepted), at most `maxDepth` (32) levels of objects
 * and lists, and an object at the top. Every refusal has status 400; none quotes the body.
 */
export function readJson(
  bytes: Uint8Array,
  { maxDepth = 32 }: { maxDepth?: number } = {},
): JsonBody {
  const text = decode(bytes);
  if (text === null) {
    return badRequest(
      'invalid_utf8',
      'The body is not UTF-8',
      'The body holds bytes that are no valid UTF-8.',
      'Send the JSON encoded as UTF-8.',
    );
  }
  if (text.trim() === '') {
    return badRequest(
      'empty_body',
      'The body is empty',
      'The request has no body.',
      'Send the webhook payload as a JSON object.',
    );
  }
  if (deeperThan(bytes, maxDepth)) {
    return badRequest(
      'too_deep',
      'The body is nested too deeply',
      `The JSON nests more than ${maxDepth} levels of objects and lists.`,
      `Send at most ${maxDepth} levels; a webhook payload needs five.`,
    );
  }
  return parse(text);
}

function parse(text: string): JsonBody {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { line, column } = faultIn(text);
    return badRequest(
      'malformed_json',
      'The body is not JSON',
      `The body stops being JSON at line ${line}, column ${column}.`,
      'Send well-formed JSON; a body that ends early was often cut on its way.',
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { ok: true, value };
  }
  return badRequest(
    'not_an_object',
    'The body is not a JSON object',
    `The top level is ${value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`}.`,
    'Send the webhook payload itself: a JSON object.',
  );
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Brackets outside strings, counted on the bytes: in UTF-8 no byte of a longer character looks like one. */
function deeperThan(bytes: Uint8Array, maxDepth: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (inString) {
      if (byte === BACKSLASH) i += 1;
      else if (byte === QUOTE) inString = false;
      continue;
    }
    if (byte === QUOTE) inString = true;
    depth += step(byte);
    if (depth > maxDepth) return true;
  }
  return false;
}

/** `{` and `[` go one level down, `}` and `]` one up. */
function step(byte: number | undefined): number {
  if (byte === 0x7b || byte === 0x5b) return 1;
  return byte === 0x7d || byte === 0x5d ? -1 : 0;
}
