/** A generator URL is where the sender says an alert came from; only the PromQL written in it is used, it is never fetched. */

/**
 * The PromQL of the alert's rule, as Prometheus puts it in `g0.expr`; null when the URL is empty, relative, broken or
 * carries none.
 */
export function expressionOf(generatorUrl: string): string | null {
  if (!URL.canParse(generatorUrl)) return null;
  const expression = new URL(generatorUrl).searchParams.get('g0.expr')?.trim();
  return expression === undefined || expression === '' ? null : expression;
}
