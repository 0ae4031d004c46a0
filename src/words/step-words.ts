/** Step words: what is said when a step of the workflow begins, and which past incidents look like this one. */
import type { PastIncident, StepNumber } from '../domain/marks.ts';
import type { Language } from '../domain/say-hints.ts';
import { plainLines } from './plain.ts';
import { lines, spoken } from './spoken.ts';

export interface StepWords {
  readonly step: StepNumber;
  /** The title and the first guidance per language; where one is empty the other stands in. */
  readonly title: { readonly en: string; readonly vi: string };
  readonly guidance: { readonly en: string; readonly vi: string };
}

/** The title, the first guidance and the menu. */
export function stepBegun({ step, title, guidance }: StepWords, language: Language): string {
  return spoken(language, (tongue) => {
    const own = tongue.words.code;
    const other = own === 'en' ? 'vi' : 'en';
    return lines(
      tongue.say('stepBegun', { step: String(step), title: title[own] || title[other] }),
      plainLines(guidance[own] || guidance[other]),
      tongue.words.menu,
    );
  });
}

/** One line each, the likest first; empty when there is none. */
export function pastLines(past: readonly PastIncident[], language: Language, most = 3): string {
  return lines(...past.slice(0, most).map((one) => pastLine(one, language)));
}

function pastLine({ id, title, likeness, fix, cause }: PastIncident, language: Language): string {
  return spoken(language, (tongue) => {
    const known = tongue.words.likeness[likeness];
    const line = tongue.say('pastIncident', {
      id,
      title: title.replace(/\.$/, ''),
      likeness: known,
    });
    if (fix !== null) return `${line} ${tongue.say('pastFixed', { fix })}`;
    return cause === null ? line : `${line} ${tongue.say('pastCause', { cause })}`;
  });
}
