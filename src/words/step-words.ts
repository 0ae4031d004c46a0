/** Step words: what is said when a step of the workflow begins, and which past incidents look like this one. */
import type { PastIncident, StepNumber } from '../domain/marks.ts';
import type { Language } from '../domain/say-hints.ts';
import { plainLines, unended } from './plain.ts';
import { lines, spoken } from './spoken.ts';
import { type Both, inTongue } from './step-card.ts';

export interface StepWords {
  readonly step: StepNumber;
  readonly title: Both;
  /** What to do first. */
  readonly guidance: Both;
}

/** The title, the first guidance and the menu. */
export function stepBegun({ step, title, guidance }: StepWords, language: Language): string {
  return spoken(language, (tongue) =>
    lines(
      tongue.say('stepBegun', { step: String(step), title: inTongue(tongue, title) }),
      plainLines(inTongue(tongue, guidance)),
      tongue.words.menu,
    ),
  );
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
      title: unended(title),
      likeness: known,
    });
    if (fix !== null) return `${line} ${tongue.say('pastFixed', { fix })}`;
    return cause === null ? line : `${line} ${tongue.say('pastCause', { cause })}`;
  });
}
