/** The boundary to PostgreSQL's text and jsonb, which refuse NUL and half surrogate pairs. */

const REPLACEMENT = '\uFFFD';

/** Text as PostgreSQL takes it; what it refuses becomes U+FFFD. */
export function toText(text: string): string {
  // Half a pair is the only surrogate that a `u` pattern sees.
  return text.replaceAll('\0', REPLACEMENT).replace(/\p{Cs}/gu, REPLACEMENT);
}

/** JSON text as jsonb takes it; `undefined` becomes null. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value) ?? 'null';
  if (!json.includes('\\u')) return json;
  // Stringify writes both as escapes; an escaped backslash is matched first so that its neighbour stays text.
  return json.replace(/\\\\|\\u0000|\\ud[89a-f][0-9a-f]{2}/g, (found) =>
    found === '\\\\' ? found : REPLACEMENT,
  );
}
