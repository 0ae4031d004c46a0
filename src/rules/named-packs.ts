/** The query packs that rules name: each must be there, or its questions would never be asked. */
import type { Diagnostic } from '../documents/diagnostic.ts';
import { suggestion } from '../documents/nearest-word.ts';
import type { Placed } from './duplicates.ts';

/** One error per name that is no pack; `packs` null: nobody knows them here, so none. */
export function unknownPacks(
  placed: readonly Placed[],
  packs: readonly string[] | null,
): readonly Diagnostic[] {
  if (packs === null) return [];
  return placed.flatMap(({ document, at, text }) =>
    text.rules.flatMap(({ diagnose = [] }, i) =>
      diagnose.flatMap((name, n) => {
        if (packs.includes(name)) return [];
        const path = ['groups', at, 'rules', i, 'diagnose', n];
        const message = `there is no query pack "${name}"`;
        const fix = suggestion(name, packs) ?? 'see diagnosis.packs_dir';
        return [document.remark(path, { level: 'error', check: 'rules/pack', message, fix })];
      }),
    ),
  );
}
