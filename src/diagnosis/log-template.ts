/** Log templates: lines of one kind under one text, found as Drain does, in a tree of fixed depth. */
import { ANYTHING, maskLine } from './log-mask.ts';

/** Words of a line beyond this many are not compared. */
const MOST_WORDS = 64;
const MOST_TEMPLATES = 1000;
/** Of one leaf; a line is compared with all of them, so their number bounds the work. */
const MOST_IN_LEAF = 50;
/** Different words at one place of the tree; all further ones share a branch. */
const MOST_BRANCHES = 50;
/** Lower, and `sale booked` would be one kind with `sale refused`. */
const LEAST_LIKENESS = 0.7;

export interface Templates {
  /**
   * The number of the line's template; null when there are too many kinds of lines already. Lines of different groups
   * never share one. Takes time linear in the line.
   */
  place(line: string, group?: string): number | null;
  /** The words that all its lines share, with `<_>` where they differ. */
  text(number: number): string;
}

interface Cluster {
  readonly number: number;
  words: readonly string[];
}

/** Lines are placed one after another; a template becomes more general as more lines come into it. */
export function createTemplates(): Templates {
  const all: Cluster[] = [];
  const leaves = new Map<string, Cluster[]>();
  const branches = new Map<string, Set<string>>();

  function leafOf(words: readonly string[], group: string): Cluster[] {
    let path = `${group} ${words.length}`;
    path = `${path} ${branchFor(branches, path, words[0] ?? '')}`;
    const leaf = leaves.get(path) ?? [];
    leaves.set(path, leaf);
    return leaf;
  }

  return {
    text: (number) => all[number]?.words.join(' ') ?? '',
    place(line, group = '') {
      const words = wordsOf(line);
      const leaf = leafOf(words, group);
      const near = nearest(leaf, words);
      if (near !== null) {
        near.words = near.words.map((word, n) => (word === words[n] ? word : ANYTHING));
        return near.number;
      }
      if (all.length >= MOST_TEMPLATES || leaf.length >= MOST_IN_LEAF) return null;
      const cluster = { number: all.length, words };
      all.push(cluster);
      leaf.push(cluster);
      return cluster.number;
    },
  };
}

/** A template of its own for one text, to compare with another's. */
export function templateOf(line: string): string {
  return wordsOf(line).join(' ');
}

/** Whether a line can be of a template. */
export function isOfTemplate(line: string, template: string): boolean {
  const [words, wanted] = [wordsOf(line), template.split(' ')];
  const fits = wanted.every((word, n) => word === ANYTHING || word === words[n]);
  return words.length === wanted.length && fits;
}

function wordsOf(line: string): readonly string[] {
  const words = maskLine(line).split(' ');
  return words.length <= MOST_WORDS ? words : [...words.slice(0, MOST_WORDS - 1), '…'];
}

function branchFor(branches: Map<string, Set<string>>, path: string, word: string): string {
  if (isVariable(word)) return ANYTHING;
  const known = branches.get(path) ?? new Set();
  branches.set(path, known);
  if (!known.has(word) && known.size >= MOST_BRANCHES) return ANYTHING;
  known.add(word);
  return word;
}

function nearest(leaf: readonly Cluster[], words: readonly string[]): Cluster | null {
  let best: Cluster | null = null;
  let most = 0;
  for (const cluster of leaf) {
    const likeness = likenessOf(cluster.words, words);
    if (likeness > most) [best, most] = [cluster, likeness];
  }
  return most >= LEAST_LIKENESS ? best : null;
}

/** The share of words that are the same, of those that say something in both. */
function likenessOf(template: readonly string[], words: readonly string[]): number {
  let same = 0;
  let different = 0;
  for (const [n, word] of template.entries()) {
    const other = words[n] ?? '';
    if (word === ANYTHING || (isVariable(word) && isVariable(other))) continue;
    if (word === other) same += 1;
    else different += 1;
  }
  return same + different === 0 ? 1 : same / (same + different);
}

/** Words with a digit or a mask in them say little about the kind of a line. */
function isVariable(word: string): boolean {
  return /\d/u.test(word) || word.includes(ANYTHING);
}
