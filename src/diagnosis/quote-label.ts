/** Quotes label values, which are other people's text, for use inside a query. */

/** A PromQL string literal, quotes included, that stands for exactly this text. */
export function quoteLabel(value: string): string {
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\u0000', '\\x00')
    // Prometheus takes a bare U+FFFD for broken UTF-8 and refuses the query.
    .replace(/[\p{Surrogate}\uFFFD]/gu, '\\ufffd');
  return `"${escaped}"`;
}

/** The text as an RE2 pattern that matches only itself; still to be quoted with `quoteLabel`. */
export function escapeRe2(value: string): string {
  return value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
