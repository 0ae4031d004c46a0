/** The replies of a language, with every part of them made plain. */
import type { Catalogue } from './catalogue.ts';
import { plainParts } from './plain.ts';
import type { ReplyCatalogue } from './reply-catalogue.ts';
import { ENGLISH_REPLIES } from './reply-english.ts';
import { VIETNAMESE_REPLIES } from './reply-vietnamese.ts';
import type { Tongue } from './spoken.ts';

const REPLIES: Readonly<Record<Catalogue['code'], ReplyCatalogue>> = {
  en: madePlain(ENGLISH_REPLIES),
  vi: madePlain(VIETNAMESE_REPLIES),
};

export function repliesOf({ words }: Tongue): ReplyCatalogue {
  return REPLIES[words.code];
}

type Entry = string | ((parts: Readonly<Record<string, string>>) => string) | object;

/** The same catalogue, whose sentences take whatever somebody wrote and stay one harmless line each. */
function madePlain<T extends object>(catalogue: T): T {
  const entries = Object.entries(catalogue).map(([name, entry]: [string, Entry]) => {
    if (typeof entry === 'string') return [name, entry];
    if (typeof entry !== 'function') return [name, madePlain(entry)];
    const sentence = entry as (parts: Readonly<Record<string, string>>) => string;
    return [name, (parts: Readonly<Record<string, string>>) => sentence(plainParts(parts))];
  });
  // The entries are those of the catalogue, under the same names.
  return Object.fromEntries(entries) as T;
}
