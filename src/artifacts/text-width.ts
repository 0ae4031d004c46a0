/** Text width: how many pixels a text takes, generously, because a picture that is drawn on a server has no fonts to ask. */

const NARROW = /[ .,:;!'|()[\]ijlftrI]/;
const BROAD = /[mwMW@%&]/;
const CAPITAL = /[\p{Lu}+<>=~#]/u;
const NO_WIDTH = /\p{M}|\u200C|\u200D|\uFE0F/u;
/** Scripts whose characters are as wide as high, and emoji. */
const SQUARE =
  /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Extended_Pictographic}|[\u3000-\u303F\uFF00-\uFF60]/u;

/** In pixels, of the widest of the usual sans-serif fonts. `size`: the font's, in pixels. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += emsOf(character);
  return ems * size;
}

function emsOf(character: string): number {
  if (NO_WIDTH.test(character)) return 0;
  if (SQUARE.test(character)) return 1.05;
  if (BROAD.test(character)) return 0.98;
  if (NARROW.test(character)) return 0.4;
  return CAPITAL.test(character) ? 0.78 : 0.64;
}

/** As much of the text as fits into the width, with an ellipsis where something is left out. */
export function cutTo(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const room = width - textWidth('…', size);
  let kept = '';
  for (const character of text) {
    if (textWidth(kept + character, size) > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** The same, cut in the middle: names of things often differ only at their ends. */
export function cutInside(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const head = cutTo(text, width / 2, size);
  const tail = cutTo([...text].reverse().join(''), width / 2 + textWidth('…', size), size);
  return head + [...tail.slice(0, -1)].reverse().join('');
}
