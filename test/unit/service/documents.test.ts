import { expect, it } from 'vitest';
import { putWithEdits } from '../../../src/service/documents.ts';
import type { Parts } from '../../../src/service/parts.ts';

const NAME = 'psm-artifacts/postmortem-shop-2026-11-22-007.md';
const TEXTS = [
  '# Postmortem\n\n## Prevention\n\n_to be written:_ what keeps it away\n\n| Prevention | open |\n',
  '# Postmortem\n\n## Prevention\n\n- every query has a timeout\n\n| Prevention | met |\n',
  '# Postmortem\n\n## Prevention\n\n- every query has a timeout\n- a review asks\n\n| Prevention | met |\n',
  '# Postmortem\n\n## Prevention\n\n- a review asks\n\n| Prevention | met, and closed |\n',
] as const;

/** A folder on which the process dies instead of its write number `fatal`, counted from 1. */
function folderOf(files: Map<string, string>, fatal = Number.POSITIVE_INFINITY): Parts {
  let writes = 0;
  const put = async (name: string, text: string) => {
    writes += 1;
    if (writes >= fatal) throw new Error('killed');
    files.set(name, text);
    return name;
  };
  const shelf = { put, read: async (name: string) => files.get(name) ?? null };
  return { shelf, settings: () => ({ language: 'en' }) } as unknown as Parts;
}

const WRITES = [1, 2, 3, 4];
const TWICE = WRITES.flatMap((first) => WRITES.map((second) => [first, second] as const));

it.each(TWICE)(
  'a document is made of our last words alone, also when we died at write %i of the words before, and then at write %i',
  async (first, second) => {
    const files = new Map<string, string>();
    await putWithEdits(folderOf(files), NAME, TEXTS[0]);
    await expect(putWithEdits(folderOf(files, first), NAME, TEXTS[1])).rejects.toThrow('killed');
    await expect(putWithEdits(folderOf(files, second), NAME, TEXTS[2])).rejects.toThrow('killed');
    await putWithEdits(folderOf(files), NAME, TEXTS[3]);
    expect(files.get(NAME)).toBe(TEXTS[3]);
  },
);

it.each([1, 2, 3])('and also when we died at write %i of the first words', async (fatal) => {
  const files = new Map<string, string>();
  await expect(putWithEdits(folderOf(files, fatal), NAME, TEXTS[0])).rejects.toThrow('killed');
  await putWithEdits(folderOf(files), NAME, TEXTS[1]);
  expect(files.get(NAME)).toBe(TEXTS[1]);
});

it.each(WRITES)(
  'what people wrote stays when we die at write %i, and stands there once',
  async (fatal) => {
    const byHand = (text: string) => text.replace('# Postmortem', '# Postmortem\n\nAsk Lan.');
    const files = new Map<string, string>();
    await putWithEdits(folderOf(files), NAME, TEXTS[0]);
    files.set(NAME, byHand(TEXTS[0]));
    await expect(putWithEdits(folderOf(files, fatal), NAME, TEXTS[1])).rejects.toThrow('killed');
    await putWithEdits(folderOf(files), NAME, TEXTS[2]);
    expect(files.get(NAME)).toBe(byHand(TEXTS[2]));
  },
);
