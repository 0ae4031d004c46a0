/** The group key is the identity of Alertmanager's group, taken as sent or rebuilt in Alertmanager's own notation. */
import { createHash } from 'node:crypto';
import { cleanText } from '../domain/plain-text.ts';

/** Longer keys are rare, and a database index takes no more. */
const MAX_BYTES = 2048;
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The key that was sent (ancient versions send a number), or null when there is none. */
export function sentGroupKey(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? bounded(value) : null;
}

/** `{}:{alertname="X", cluster="eu1"}`: the key of a group on the root route. */
export function rebuiltGroupKey(pairs: readonly [string, string][]): string {
  const labels = pairs
    .map(([name, value]) => `${PLAIN_NAME.test(name) ? name : quoted(name)}=${quoted(value)}`)
    .sort();
  return bounded(`{}:{${labels.join(', ')}}`);
}

/** A key over 2 kB is cut and ends in its own SHA-256, so that two long keys never become one. */
function bounded(key: string): string {
  if (Buffer.byteLength(key) <= MAX_BYTES) return cleanText(key, MAX_BYTES);
  const digest = createHash('sha256').update(key).digest('hex');
  return cleanText(key, MAX_BYTES - digest.length) + digest;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
