/** One line of text, safe to show wherever one line is shown. */

/** Control characters and direction changes become spaces; longer text ends in `…` at `max` characters. */
export function oneLine(text: string, max: number): string {
  // Nobody needs the end of a text this long, and cutting first keeps the work small.
  const clean = text
    .slice(0, max * 4)
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/ {2,}/gu, ' ')
    .trim();
  const characters = [...clean];
  return characters.length <= max ? clean : `${characters.slice(0, max - 1).join('')}…`;
}
