/** Outbound text is what another side wrote, made safe to store, to show and to send on; by the rules that hold for webhooks. */

const CUT_MARK = '…[cut]';
const UNREADABLE = '\uFFFD';
/** Controls but line feed and tab, lone surrogates, and the marks that turn the reading direction around. */
const UNWANTED = /(?![\n\t])[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu;
const CONTINUES = /^[\p{M}\u200D]/u;

/**
 * NUL and lone surrogates become U+FFFD, other controls and direction marks are dropped.
 * At most `maxBytes` of UTF-8 come back; a cut text ends in `…[cut]`.
 */
export function cleanText(text: string, maxBytes: number): string {
  const clean = text.replace(UNWANTED, (char) =>
    char === '\0' || char >= '\uD800' ? UNREADABLE : '',
  );
  return Buffer.byteLength(clean) <= maxBytes ? clean : cut(clean, maxBytes);
}

/** The same on one line: each run of white space becomes one space. */
export function cleanLine(text: string, maxBytes: number): string {
  return cleanText(text.replace(/\s+/gu, ' ').trim(), maxBytes);
}

const MOST_PAIRS = 128;
const NAME_BYTES = 256;
const VALUE_BYTES = 4096;

/** At most 128 clean pairs, as an object without a prototype: a name that nobody sent is undefined. */
export function cleanPairs(pairs: Iterable<readonly [string, string]>): Record<string, string> {
  const clean: Record<string, string> = Object.create(null);
  let left = MOST_PAIRS;
  for (const [name, value] of pairs) {
    if (left === 0) break;
    left -= 1;
    clean[cleanText(name, NAME_BYTES) || UNREADABLE] = cleanText(value, VALUE_BYTES);
  }
  return clean;
}

/** Never inside a surrogate pair, and not between a letter and its accents. */
function cut(text: string, maxBytes: number): string {
  const room = new Uint8Array(Math.max(0, maxBytes - Buffer.byteLength(CUT_MARK)));
  let end = new TextEncoder().encodeInto(text, room).read;
  for (let step = 0; step < 32 && end > 0 && CONTINUES.test(text.slice(end)); step += 1) {
    end -= (text.codePointAt(end - 2) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end) + CUT_MARK;
}
