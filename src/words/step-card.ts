/** The step card is a step of the workflow as people are shown it: what it is called, says first, asks and offers. */
import type { Incident } from '../domain/incident.ts';
import type { StepNumber } from '../domain/marks.ts';
import { plain, plainLines } from './plain.ts';
import { repliesOf } from './reply-tongue.ts';
import { lines, type Tongue } from './spoken.ts';

/** The same in both languages; where one is empty the other stands in. */
export interface Both {
  readonly en: string;
  readonly vi: string;
}

export interface StepCard {
  readonly n: StepNumber;
  readonly title: Both;
  /** What to do first; empty when the workflow's file cannot be used any more. */
  readonly brief: Both;
  readonly questions: readonly Both[];
  /** What [A] and [C] do here. */
  readonly menu: { readonly deeper: Both; readonly go: Both };
}

export function inTongue({ words }: Tongue, { en, vi }: Both): string {
  return words.code === 'en' ? en || vi : vi || en;
}

/** Title, what to do first, menu. */
export function cardText(tongue: Tongue, { n, title, brief, menu }: StepCard): string {
  const [deeper, go] = [inTongue(tongue, menu.deeper), inTongue(tongue, menu.go)];
  return lines(
    tongue.say('stepBegun', { step: String(n), title: inTongue(tongue, title) }),
    plainLines(inTongue(tongue, brief)),
    deeper === '' || go === '' ? tongue.words.menu : `[A] ${plain(deeper)}\n[C] ${plain(go)}`,
  );
}

/** What `[A]` asks of people. */
export function questionLines(tongue: Tongue, step: StepCard | null): readonly string[] {
  if (step === null || step.questions.length === 0) return [];
  const asked = step.questions.map((question) => `? ${plain(inTongue(tongue, question))}`);
  return [repliesOf(tongue).ask, ...asked];
}

/** The latest pieces, the newest last. */
export function evidenceLines(
  tongue: Tongue,
  { evidence }: Incident,
  most: number,
): readonly string[] {
  const { evidence: heading, noEvidence } = repliesOf(tongue);
  if (evidence.length === 0) return [noEvidence];
  return [heading, ...evidence.slice(-most).map(({ id, summary }) => `${id}: ${plain(summary)}`)];
}
