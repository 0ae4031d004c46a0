/** Clipping shortens text for a vendor's limit without ever cutting a character in two. */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ELLIPSIS = '…';

/**
 * At most `maxChars` UTF-16 units (the strictest way a vendor can count); a shortened text ends in `…`.
 * Emoji, flags and letters with their accents stay whole, and half a surrogate pair becomes U+FFFD.
 */
export function clip(text: string, maxChars: number): string {
  if (maxChars < 1) return '';
  // A little more than fits is enough to see where the last whole character ends.
  const sound = text.slice(0, maxChars + 64).replace(/\p{Surrogate}/gu, '\uFFFD');
  if (text.length <= maxChars) return sound;
  const room = maxChars - ELLIPSIS.length;
  const from = Math.max(0, room - LONGEST_CHARACTER);
  const seam = sound.slice(startsInPair(sound, from) ? from + 1 : from);
  const skipped = sound.length - seam.length;
  return sound.slice(0, skipped + wholeCharacters(seam, room - skipped)) + ELLIPSIS;
}

/** Only this much before the cut is looked at: looking at every character of a long text takes too long. */
const LONGEST_CHARACTER = 256;

function startsInPair(text: string, index: number): boolean {
  return /^[\uDC00-\uDFFF]/.test(text.slice(index, index + 1));
}

/** The number of units that the whole characters within `room` take. */
function wholeCharacters(text: string, room: number): number {
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > room) break;
    end = index + segment.length;
  }
  return end > 0 ? end : wholeCodePoints(text, room);
}

/** For a letter that carries more accents than there is room: better a part of it than nothing. */
function wholeCodePoints(text: string, room: number): number {
  let end = 0;
  for (const character of text) {
    if (end + character.length > room) break;
    end += character.length;
  }
  return end;
}
