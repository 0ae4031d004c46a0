/** Strange text is what programs and strangers wrote, made fit for a sentence of ours. */

/** Controls, halves of pairs, marks that turn the direction of text, zero-width and tag characters. */
const INVISIBLE =
  /[\p{Cc}\p{Surrogate}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFFE\uFFFF\u{E0000}-\u{E007F}]/gu;

/** In quotes, on one line, with nothing invisible in it, and cut at `most` characters. */
export function strangeText(text: string, most = 160): string {
  // More than four units a character are not needed to find the cut.
  const line = text
    .slice(0, most * 4)
    .replace(/\s+/gu, ' ')
    .replace(INVISIBLE, '\uFFFD')
    .replace(/[“”]/gu, '"')
    .trim();
  const characters = [...line];
  const isCut = characters.length > most || text.length > most * 4;
  return `“${isCut ? `${characters.slice(0, most - 1).join('')}…` : line}”`;
}
