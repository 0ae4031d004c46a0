/** Action words: what is said of action items when they are due, proved, disproved or open again. */
import type { ActionItem } from '../domain/marks.ts';
import type { Language } from '../domain/say-hints.ts';
import { unended } from './plain.ts';
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

export function actionReopened(item: ActionItem, reason: string, language: Language): string {
  const { id: action, text } = item;
  const parts = { action, text: unended(text), reason: unended(reason) };
  return say(language, 'actionReopened', parts);
}

/** `proved`: it held for all of its days; `disproved`: it did not, or the data cannot say. */
export function actionProof(
  item: ActionItem,
  result: 'proved' | 'disproved',
  finding: string,
  language: Language,
): string {
  const { id: action, text } = item;
  const sentence = result === 'proved' ? 'actionProved' : 'actionDisproved';
  return say(language, sentence, { action, text: unended(text), finding });
}
