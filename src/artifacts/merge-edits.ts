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
  const before = base === null ? common(theirs, ours) : linesOf(base);
  const regions = diff3MergeRegions(theirs, before, ours);
  const lines = regions.flatMap((region) =>
    region.stable ? region.bufferContent : both(region.aContent, region.oContent, region.bContent),
  );
  return `${lines.join('\n')}\n`;
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
