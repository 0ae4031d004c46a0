/** An error as text: what failed, and what that was caused by. */

/** Causes can be circular, and nobody reads the sixth. */
const DEEPEST = 5;

/** `PortError: no answer, caused by Error: connect ECONNREFUSED`. */
export function errorText(error: Error): string {
  return chain(error).map(oneError).join(', caused by ');
}

/** The stack of the error and of everything that caused it. */
export function stackText(error: Error): string {
  return chain(error)
    .map((link) => (link instanceof Error && link.stack) || oneError(link))
    .join('\ncaused by ');
}

function chain(error: Error): unknown[] {
  const links: unknown[] = [];
  let link: unknown = error;
  while (link !== undefined && link !== null && links.length < DEEPEST) {
    links.push(link);
    link = link instanceof Error ? link.cause : undefined;
  }
  return links;
}

function oneError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const parts = error instanceof AggregateError ? error.errors.map(oneError).join('; ') : '';
  const text = [error.message, parts].filter((part) => part !== '').join(': ');
  return text === '' ? error.name : `${error.name}: ${text}`;
}
