/** The nearest word is what somebody most likely meant to write. */

/** Longer words are not typing slips worth measuring. */
const MAX_LENGTH = 64;

/** The candidate within a third of the word's length in edits (a swapped pair counts once); null when none is near. */
export function nearestWord(word: string, candidates: Iterable<string>): string | null {
  if (word.length > MAX_LENGTH) return null;
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `did you mean "x"?`, or the choice itself when nothing is near and the list is short enough to read. */
export function suggestion(word: string, candidates: readonly string[], many = 16): string | null {
  const nearest = nearestWord(word, candidates);
  if (nearest !== null) return `did you mean "${nearest}"?`;
  if (candidates.length === 0 || candidates.length > many) return null;
  return `expected one of ${candidates.join(', ')}`;
}

/** Insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  if (b.length > MAX_LENGTH) return b.length;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) row.push(cell(a, b, i, j, { before, last, row }));
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

interface Rows {
  readonly before: readonly number[];
  readonly last: readonly number[];
  readonly row: readonly number[];
}

function cell(a: string, b: string, i: number, j: number, rows: Rows): number {
  const substitution = (rows.last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
  const simple = Math.min((rows.last[j] ?? 0) + 1, (rows.row[j - 1] ?? 0) + 1, substitution);
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return swapped ? Math.min(simple, (rows.before[j - 2] ?? 0) + 1) : simple;
}
