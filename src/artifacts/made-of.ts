/** Tells which text of ours a document was made of, where a death in the middle of writing it left two that it may be. */

/**
 * The one that the document differs least from, line by line; the newer where both are alike.
 * @param document what lies there, perhaps changed by people
 * @param before what was surely written once; null when nothing was
 * @param next what was to be written after it, and perhaps was; null when nobody knows
 */
export function madeOf(
  document: string,
  before: string | null,
  next: string | null,
): string | null {
  if (before === null || next === null) return next ?? before;
  const lines = linesOf(document);
  return distance(lines, linesOf(next)) <= distance(lines, linesOf(before)) ? next : before;
}

/** How many lines stand only in one of them. */
function distance(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const missing = (from: ReadonlySet<string>, lines: ReadonlySet<string>) =>
    [...lines].filter((line) => !from.has(line)).length;
  return missing(one, other) + missing(other, one);
}

function linesOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\r?\n/));
}
