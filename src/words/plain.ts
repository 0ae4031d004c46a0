/** Plain words: what an alert or a person wrote, as one line that mentions nobody, links nowhere and hides nothing. */

/** Line breaks of every kind, and tabs. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** What is invisible and could deceive; joiners stay, because emoji and scripts need them. */
const INVISIBLE =
  /[\p{Cc}\p{Surrogate}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFFE\uFFFF\u{E0000}-\u{E007F}]/gu;

/** Names with which chats call everybody. */
const EVERYBODY = /@(?=(?:here|channel|everyone|all)\b)/gi;

/** At most `max` characters. What is plain already comes back as it is. */
export function plain(text: string, max = 300): string {
  const line = text.replace(BREAKS, ' ').replace(INVISIBLE, '\uFFFD').trim();
  const harmless = line
    .replaceAll('://', '[:]//')
    .replace(/<(?=[!@#])/g, '‹')
    .replace(EVERYBODY, '@ ');
  return shortened(harmless, max);
}

/** Several lines, each of them plain, except that addresses stay: for what a person wrote to be sent on. */
export function plainLines(text: string, max = 4000): string {
  const lines = text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).map((line) =>
    line
      .replaceAll('\t', '  ')
      .replace(INVISIBLE, '\uFFFD')
      .replace(/<(?=[!@#])/g, '‹')
      .replace(EVERYBODY, '@ '),
  );
  return shortened(lines.join('\n').trim(), max);
}

/** Without the full stop at its end, for a sentence that has its own. */
export function unended(text: string): string {
  return text.replace(/\.\s*$/u, '');
}

/** The parts of a sentence, each of them plain. */
export function plainParts(
  parts: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parts).map(([part, text]) => [part, plain(text)]));
}

function shortened(text: string, max: number): string {
  const characters = [...text.slice(0, max * 2 + 2)];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}
