/** A log line is one line whatever is in it: nothing that a terminal or a log reader would act on comes through raw. */

type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Entry = Readonly<Record<string, Value>>;

/** Controls beyond JSON's own, line separators, and marks that turn the direction of text. */
const UNSAFE = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
/** Text that logfmt readers take as it is, without quotes. */
const PLAIN = /^[^\s"=\\\p{C}]+$/u;
const FIRST_KEYS = ['time', 'level', 'msg', 'component'];

/** A JSON document on one line. */
export function jsonLine(entry: Entry): string {
  return quoted(inOrder(entry));
}

/** `key=value` pairs on one line; what is not a plain word is quoted as in JSON. */
export function logfmtLine(entry: Entry): string {
  return Object.entries(inOrder(entry))
    .map(([key, value]) => `${plainKey(key)}=${plainValue(value)}`)
    .join(' ');
}

/** Time, level, message and component first, where eyes look for them. */
function inOrder(entry: Entry): Entry {
  const first = FIRST_KEYS.filter((key) => key in entry).map((key) => [key, entry[key]]);
  return { ...Object.fromEntries(first), ...entry };
}

function plainKey(key: string): string {
  return key.replaceAll(/[^\w.-]/g, '_') || '_';
}

function plainValue(value: Value): string {
  if (typeof value !== 'string') {
    return typeof value === 'object' && value !== null ? quoted(JSON.stringify(value)) : `${value}`;
  }
  return PLAIN.test(value) ? value : quoted(value);
}

function quoted(value: Value | Entry): string {
  const asCode = (mark: string) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replaceAll(UNSAFE, asCode);
}
