/** Action words: what is said of action items when they are due, proved, disproved or open again. */
import type { ActionItem } from '../domain/marks.ts';
import type { Language } from '../domain/say-hints.ts';
import { lines, say, spoken } from './spoken.ts';

export function actionReminder(item: ActionItem, language: Language): string {
  return spoken(language, (tongue) =>
    lines(
      [
        tongue.say('actionReminder', {
          action: item.id,
          text: unended(item.text),
          owner: item.owner === '' ? tongue.words.nobody : item.owner,
        }),
        item.due === '' ? '' : tongue.say('actionDue', { due: item.due }),
      ]
        .join(' ')
        .trim(),
      tongue.say('actionAnswer', { action: item.id }),
    ),
  );
}

/** `because`: the incident as which the same problem came again. */
export function actionReopened(item: ActionItem, because: string, language: Language): string {
  const { id: action, text } = item;
  return say(language, 'actionReopened', { action, text: unended(text), because });
}

export type ProofResult = 'holds' | 'proved' | 'fails' | 'unknown';

const PROOFS = {
  holds: 'actionHolds',
  proved: 'actionProved',
  fails: 'actionFails',
  unknown: 'actionUnknown',
} as const;

/** `proved`: it held for all of its days. */
export function actionProof(
  item: ActionItem,
  result: ProofResult,
  finding: string,
  language: Language,
): string {
  const { id: action, text } = item;
  return say(language, PROOFS[result], { action, text: unended(text), finding });
}

/** The sentence around it has its own end. */
function unended(text: string): string {
  return text.replace(/\.\s*$/, '');
}
