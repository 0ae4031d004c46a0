/** Merging a document that is written anew with what people changed in it by hand: nobody's words are lost. */
import { diff3MergeRegions, diffComm } from 'node-diff3';

/**
 * @param edited what lies there now, perhaps changed by people
 * @param base what was last written there; null when nobody knows, then the lines of both are kept
 * @param anew what would be written now
 */
export function mergeEdits(edited: string, base: string | null, anew: string): string {
  if (edited === base) return anew;
  const [theirs, ours] = [linesOf(edited), linesOf(anew)];
  const before = base === null ? null : linesOf(base);
  const headings = sharedHeadings(theirs, before === null ? [ours] : [ours, before]);
  const [ourParts, partsBefore] = [partsOf(ours, headings), before && partsOf(before, headings)];
  const lines = partsOf(theirs, headings).flatMap((part, index) =>
    mergePart(part, partsBefore?.[index] ?? null, ourParts[index] ?? []),
  );
  return `${lines.join('\n')}\n`;
}

/**
 * Headings that stand once in every document, in one order. Between them each part is compared by itself: comparing
 * whole documents takes the square of how often a line comes again, and empty lines come thousands of times.
 */
function sharedHeadings(
  first: readonly string[],
  others: readonly (readonly string[])[],
): readonly string[] {
  const [places, ...placesOfOthers] = [first, ...others].map(headingPlaces);
  let reached = placesOfOthers.map(() => -1);
  return [...(places?.keys() ?? [])].filter((heading) => {
    const at = placesOfOthers.map((other) => other.get(heading) ?? -1);
    const isNext = at.every((place, index) => place > (reached[index] ?? -1));
    if (isNext) reached = at;
    return isNext;
  });
}

/** Where each heading stands that there is only one of. */
function headingPlaces(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const twice = new Set<string>();
  for (const [place, line] of lines.entries()) {
    if (!line.startsWith('#')) continue;
    if (places.has(line)) twice.add(line);
    places.set(line, place);
  }
  for (const line of twice) places.delete(line);
  return places;
}

/** What stands before the first of the headings, then each with what stands below it. */
function partsOf(lines: readonly string[], headings: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (line === headings[parts.length - 1]) parts.push([]);
    parts.at(-1)?.push(line);
  }
  return parts;
}

function mergePart(theirs: string[], base: string[] | null, ours: string[]): readonly string[] {
  const regions = diff3MergeRegions(theirs, base ?? common(theirs, ours), ours);
  return regions.flatMap((region) =>
    region.stable ? region.bufferContent : both(region.aContent, region.oContent, region.bContent),
  );
}

/** Where both changed the same lines, people's stand first, and below them what is news in ours. */
function both(
  theirs: readonly string[],
  base: readonly string[],
  ours: readonly string[],
): readonly string[] {
  const known = new Set([...theirs, ...base]);
  return [...theirs, ...ours.filter((line) => !known.has(line))];
}

function common(theirs: string[], ours: string[]): string[] {
  return diffComm(theirs, ours).flatMap((part) => ('common' in part ? (part.common ?? []) : []));
}

function linesOf(text: string): string[] {
  return text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
}
