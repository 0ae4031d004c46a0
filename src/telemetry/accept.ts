/** Which of the two exposition formats a scraper asks for with its Accept header. */

/** OpenMetrics when it is named and nothing else is liked better; otherwise the plain text format. */
export function wantsOpenMetrics(accept: string | undefined): boolean {
  const ranges = (accept ?? '').split(',').map(readRange);
  const liking = (wanted: string) =>
    Math.max(0, ...ranges.filter(({ type }) => type === wanted).map(({ q }) => q));
  const open = liking('application/openmetrics-text');
  return open > 0 && open >= liking('text/plain');
}

function readRange(range: string): { type: string; q: number } {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const liking = q === undefined ? 1 : Number(q.slice(2));
  return { type, q: Number.isFinite(liking) ? liking : 0 };
}
