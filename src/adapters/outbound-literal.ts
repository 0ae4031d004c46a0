/** An outbound literal is anybody's text, quoted for a query language whose strings are those of Go: LogQL and TraceQL. */

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Quotes included; it stands for exactly this text, but for halves of surrogate pairs, which become U+FFFD. */
export function goLiteral(text: string): string {
  // Scanners refuse a bare NUL, a byte order mark, and U+FFFD, which they take for broken UTF-8.
  return `"${text.replace(/[\\"\p{Cc}\p{Surrogate}\uFEFF\uFFFD]/gu, escaped)}"`;
}

function escaped(character: string): string {
  const short = ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.charCodeAt(0);
  const isHalf = code >= 0xd800 && code <= 0xdfff;
  return `\\u${(isHalf ? 0xfffd : code).toString(16).padStart(4, '0')}`;
}
