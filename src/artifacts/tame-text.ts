/** Tame text for the drawing library: its cache of measured texts is a plain object, in which some words are no keys but traps. */

/** Not seen and not broken at: the text looks the same and is another key. */
const JOINER = '\u2060';

/** `__proto__` anywhere, the other names that every object inherits as whole words. */
const TRAPS = new RegExp(
  [
    '__proto__',
    ...Object.getOwnPropertyNames(Object.prototype).map((name) => `\\b${name}\\b`),
  ].join('|'),
  'g',
);

/** The same option, with every text in it tamed; numbers, functions and rows of numbers are left as they are. */
export function tamed<T>(option: T): T {
  return tame(option) as T;
}

function tame(value: unknown): unknown {
  if (typeof value === 'string') return tameText(value);
  if (Array.isArray(value)) return isRow(value) ? value : value.map(tame);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, tame(each)]));
}

function tameText(text: string): string {
  return text.replace(TRAPS, (trap) => `${trap.slice(0, -1)}${JOINER}${trap.slice(-1)}`);
}

function isRow(list: readonly unknown[]): boolean {
  const [first] = list;
  return typeof first === 'number' || (Array.isArray(first) && typeof first[0] === 'number');
}
