/** What a log change says, as one plain sentence; text from the logs stands in it only cleaned and cut. */
import { epochSeconds, type Instant } from '../domain/instant.ts';
import type { KindChange, LevelChange, LogChange } from './log-change.ts';
import type { LogScene } from './log-scene.ts';
import { LOUD } from './rate-change.ts';
import { strangeText } from './strange-text.ts';
import { clockText, numberText, plural, windowText } from './wording.ts';

/** `seenBefore`: when the first new kind was there long before after all. */
export function logSummary(
  change: LogChange,
  scene: LogScene,
  seenBefore: Instant | null = null,
): string {
  const { from, to } = scene.incident;
  const between = `between ${windowText(epochSeconds(from), epochSeconds(to))}`;
  if (!change.hasLines) return `Nothing was logged ${between}, nor before.`;
  const sentences = [
    kindSentence(change, from),
    seenBefore === null ? '' : `It was seen before, at ${at(seenBefore, from)}.`,
    volumeSentence(change),
  ].filter((one) => one !== '');
  const said = sentences.length > 0 ? sentences : [`The logs say nothing new ${between}.`];
  const cut = change.isPart ? ['There were more lines than were read.'] : [];
  return [...said, ...cut].join(' ');
}

function kindSentence({ kinds }: LogChange, beside: Instant): string {
  const [first] = kinds;
  if (first === undefined) return '';
  const what = first.isNew ? 'New in the logs' : 'Louder in the logs';
  const alike = kinds.filter((kind) => kind.isNew === first.isNew).length - 1;
  const more = alike === 0 ? '' : `, and ${plural(alike, 'more kind')} of lines`;
  return `${what}: ${strangeText(first.text)}, ${howOften(first, beside)}${more}.`;
}

function howOften(kind: KindChange, beside: Instant): string {
  const { isNew, lines, before, after, first } = kind;
  const since = first === null ? '' : ` since ${at(first, beside)}`;
  if (isNew) return `${lines === 1 ? 'once' : `${numberText(lines)} times`}${since}`;
  return `${rateText(before)} a minute before, ${rateText(after)} now`;
}

function at(time: Instant, beside: Instant): string {
  return clockText(epochSeconds(time), epochSeconds(beside));
}

function volumeSentence({ levels, fellSilent }: LogChange): string {
  if (fellSilent) return 'Hardly anything is logged any more.';
  const loud = levels.filter(({ strength }) => strength >= LOUD);
  const worst = loud.find(({ level }) => level !== 'unknown') ?? loud[0];
  return worst === undefined ? '' : `${levelText(worst)}.`;
}

function levelText({ level, before, after }: LevelChange): string {
  const what = level === 'unknown' ? 'Lines' : `Lines of level ${level}`;
  return `${what} rose from ${rateText(before)} to ${rateText(after)} a minute`;
}

function rateText(rate: number): string {
  return numberText(Number(rate.toPrecision(2)));
}
