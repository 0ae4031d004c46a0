/** Plain text is what another side wrote, made safe to store, to show and to send on: no control characters, no direction tricks, of bounded length. */

/** Ends every text that was cut. */
export const CUT_MARK = '…[cut]';
const CUT_MARK_BYTES = 8;

export const UNREADABLE = '\uFFFD';
/** Controls but line feed and tab, lone surrogates, and the marks that turn the reading direction around. */
const UNWANTED = /(?![\n\t])[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu;
const CONTINUES = /^[\p{M}\u200D]/u;

/**
 * `text` without what no store or page takes: NUL and lone surrogates become U+FFFD, other control characters
 * and bidirectional overrides are dropped. At most `maxBytes` of UTF-8 come back, a cut one ending in CUT_MARK.
 */
export function cleanText(text: string, maxBytes: number): string {
  return cut(text.replace(UNWANTED, replacement), maxBytes);
}

/** The same on one line: each run of white space becomes one space. */
export function cleanLine(text: string, maxBytes: number): string {
  return cleanText(text.replace(/\s+/gu, ' ').trim(), maxBytes);
}

function replacement(char: string): string {
  return char === '\0' || char >= '\uD800' ? UNREADABLE : '';
}

/** Cuts between whole characters: never inside a surrogate pair, never between a letter and its accents. */
function cut(text: string, maxBytes: number): string {
  // A UTF-16 unit takes at most three bytes.
  if (text.length * 3 <= maxBytes) return text;
  let bytes = 0;
  let at = 0;
  let end = 0;
  while (at < text.length) {
    const point = text.codePointAt(at) ?? 0;
    bytes += utf8Bytes(point);
    if (bytes > maxBytes) return `${text.slice(0, wholeCharacters(text, end))}${CUT_MARK}`;
    at += point > 0xffff ? 2 : 1;
    if (bytes <= maxBytes - CUT_MARK_BYTES) end = at;
  }
  return text;
}

function utf8Bytes(point: number): number {
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}

function wholeCharacters(text: string, from: number): number {
  let end = from;
  for (
    let steps = 0;
    steps < 32 && end > 0 && CONTINUES.test(text.slice(end, end + 2));
    steps += 1
  ) {
    end -= isLowSurrogate(text.charCodeAt(end - 1)) ? 2 : 1;
  }
  return end;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
