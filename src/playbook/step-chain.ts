/** The chain of steps: from the first, each names the next, 1 to 4, and none is left over. */
import type { Diagnostic } from '../documents/diagnostic.ts';
import type { Remark } from '../documents/source-text.ts';
import type { StepDocument } from './read-step.ts';

/** One step for each phase of an incident. */
const STEPS = 4;

/** At the `next` of a step that leads back to one before it. */
export function circleRemark(key: string): Remark {
  const message = `the steps go round in a circle: "${key}" came before`;
  return error(message, 'name a later step, or none');
}

/**
 * What is wrong with the chain.
 *
 * @param chain from the first step, as far as `next` leads without coming back
 * @param others steps that the chain does not reach
 */
export function chainRemarks(
  chain: readonly StepDocument[],
  others: readonly StepDocument[],
): readonly Diagnostic[] {
  const found = chain.flatMap((step, i) => numberRemark(step, i, chain));
  const last = chain.at(-1);
  if (last !== undefined) found.push(...endRemark(last, chain));
  return [...found, ...others.flatMap((step) => otherRemark(step, chain))];
}

function numberRemark(
  step: StepDocument,
  i: number,
  chain: readonly StepDocument[],
): readonly Diagnostic[] {
  const { document } = step;
  const { step: number, output } = document.head;
  const twin = chain.slice(0, i).find((other) => numberOf(other) === number);
  if (twin !== undefined) return [document.remark(['step'], twice(number, twin))];
  if (number !== i + 1) {
    const message = i === 0 ? `the first step is number ${number}` : gap(number, i);
    return [document.remark(['step'], error(message, `number it ${i + 1}, or add what lacks`))];
  }
  const expected = `step-${number}-output.md`;
  if (output === expected) return [];
  const message = `the output of step ${number} is not called so`;
  return [document.remark(['output'], error(message, `write ${expected}`))];
}

function endRemark(last: StepDocument, chain: readonly StepDocument[]): readonly Diagnostic[] {
  if (chain.length >= STEPS || last.document.head.next !== null) return [];
  const message = `the workflow ends after ${chain.length} of ${STEPS} steps`;
  const fix = 'name the file of the step that follows';
  return [last.document.remark(['next'], error(message, fix))];
}

function otherRemark(step: StepDocument, chain: readonly StepDocument[]): readonly Diagnostic[] {
  const number = numberOf(step);
  const twin = chain.find((other) => numberOf(other) === number);
  if (twin !== undefined) return [step.document.remark(['step'], twice(number, twin))];
  const message = 'no step leads here';
  const fix = `name ${step.key} in the field "next" of the step before it`;
  return [step.document.remark(['step'], error(message, fix))];
}

function numberOf(step: StepDocument): number {
  return step.document.head.step;
}

function gap(number: number, i: number): string {
  return `step ${number} comes after step ${i}`;
}

function twice(number: number, twin: StepDocument): Remark {
  return error(`two steps have the number ${number}`, `the other one is ${twin.key}`);
}

function error(message: string, fix: string): Remark {
  return { level: 'error', check: 'workflow/chain', message, fix };
}
