/** The fields that changes are made of, read from any sender's words and made safe to keep. */
import { createHash } from 'node:crypto';
import type { Change } from '../domain/change.ts';
import { type Instant, plusSeconds, readInstant } from '../domain/instant.ts';
import { cleanLine } from '../domain/plain-text.ts';

const MAX_SUMMARY_BYTES = 1024;
const MAX_WORD_BYTES = 200;
/** A link that is cut leads nowhere, so a longer one is none. */
const MAX_LINK_BYTES = 2048;
const MOST_SERVICES = 50;
/** A revision is known by its beginning. */
const SHORT_REVISION = 12;
const HOUR = 3600;
const DAY = 24 * HOUR;
/** Clocks differ; nobody's differs by more. */
const AHEAD_SECONDS = HOUR;
/** Older changes would be forgotten at once. */
const MOST_DAYS = 30;

/** A change, or why this is none. */
export type Told = { readonly change: Change } | { readonly ignored: string };

/** One short line; empty where there is no text. Numbers are text too: ids often are numbers. */
export function word(value: unknown, maxBytes = MAX_WORD_BYTES): string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' ? cleanLine(value, maxBytes) : '';
}

export function summaryOf(value: string): string {
  return cleanLine(value, MAX_SUMMARY_BYTES);
}

/** Each once, none empty, at most 50: from lists and single names alike. */
export function serviceNames(...values: readonly unknown[]): readonly string[] {
  const names = values.flat().map((value) => word(value));
  return [...new Set(names.filter((name) => name !== ''))].slice(0, MOST_SERVICES);
}

/** The first that is a plain http or https address; empty where none is. */
export function linkOf(...values: readonly unknown[]): string {
  const whole = values.filter(
    (value) => typeof value === 'string' && Buffer.byteLength(value) <= MAX_LINK_BYTES,
  );
  return whole.map((value) => word(value, MAX_LINK_BYTES)).find(isWebAddress) ?? '';
}

/** A commit's hash is shortened, anything else stays. */
export function revisionOf(value: unknown): string {
  const text = word(value);
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text) ? text.slice(0, SHORT_REVISION) : text;
}

/** The first usable time that is neither ahead nor forgotten; where there is none, when it was received. */
export function momentOf(receivedAt: Instant, ...values: readonly unknown[]): Instant {
  const times = values.map(readInstant).filter((at) => at !== null);
  return times.find((at) => timeProblem(at, receivedAt) === null) ?? receivedAt;
}

/** null when the time is fine. */
export function timeProblem(at: Instant, receivedAt: Instant): string | null {
  if (at > plusSeconds(receivedAt, AHEAD_SECONDS)) return 'lies more than an hour ahead';
  return at < plusSeconds(receivedAt, -MOST_DAYS * DAY)
    ? `is more than ${MOST_DAYS} days ago`
    : null;
}

/** A key for what has no id of its own. */
export function digestKey(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
