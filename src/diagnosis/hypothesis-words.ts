/** Hypothesis words: a cause, what would refute it, and why there is none, as a person reads them in one line. */
import type { Cause, Inconclusive, Reason, Refutation } from './cause.ts';
import { OWN_MEASURE } from './cause-target.ts';
import { clockText, numberText, saidText } from './wording.ts';

export interface Beside {
  /** The service that the alert is about. */
  readonly target: string;
  /** Unix seconds; days are named where they are not the day of it. */
  readonly at: number;
}

/** `ledger: latency went from 0.11 to 0.42 at 14:02:00 UTC, and nothing that it calls explains it. …` */
export function causeText(cause: Cause, beside: Beside): string {
  const name = saidText(cause.service);
  const what = [changeOf(cause), ...cause.reasons.map((reason) => reasonText(reason, beside))];
  const told = what.filter((part) => part !== '').join(', ');
  const isFall = cause.reasons.some((reason) => reason.is === 'own' && reason.by === 'callers');
  const path = isFall ? [...cause.path].reverse() : cause.path;
  const way = path.length > 2 ? ` Way: ${path.map(saidText).join(' → ')}.` : '';
  return `${name}: ${told}.${way}`;
}

export function refutationText(refutation: Refutation): string {
  switch (refutation.is) {
    case 'recovers-alone':
      return `Refuted if ${saidText(refutation.service)} recovers and ${saidText(refutation.target)} does not.`;
    case 'target-was-first':
      return `Refuted if ${saidText(refutation.target)} was bad before ${saidText(refutation.service)}.`;
    case 'undo-is-no-help':
      return `Refuted if undoing "${saidText(refutation.title)}" changes nothing.`;
  }
}

/** `latency of page does not stand out of what is usual …`: what stands after `Inconclusive:`. */
export function inconclusiveText(why: Inconclusive): string {
  switch (why.is) {
    case 'no-data':
      return 'there is no data of the time of the trouble.';
    case 'target-without-data':
      return `${saidText(why.service)} has no data of ${metricText(why.metric)} around the time of the alert.`;
    case 'target-as-usual':
      return `${metricText(why.metric)} of ${saidText(why.service)} does not stand out of what is usual (${numberText(rounded(why.z))} deviations).`;
  }
}

function changeOf({ metrics, effect }: Cause): string {
  const [metric] = metrics;
  if (metric === undefined || effect === null) return '';
  const [before, during] = [numberText(effect.before), numberText(effect.during)];
  return `${metricText(metric)} went from ${before} to ${during}`;
}

function reasonText(reason: Reason, { at, target }: Beside): string {
  switch (reason.is) {
    case 'worse':
      return `${numberText(rounded(reason.z))} deviations from what is usual`;
    case 'began':
      return `since ${clockText(reason.at, at)}${leadText(reason.lead, target)}`;
    case 'own':
      return explainedText(reason);
    case 'overloaded':
      return `with ${numberText(rounded(reason.times))} times its requests, which no caller of it explains`;
    case 'calls-something-new':
      return `and it calls ${saidText(reason.callee)}, which it did not before`;
    case 'silent':
      return 'it stopped reporting';
    case 'changed':
      return `it was changed at ${clockText(reason.at, at)} (${saidText(reason.title)})`;
  }
}

function leadText(lead: number, target: string): string {
  const minutes = Math.round(Math.abs(lead) / 60);
  if (minutes === 0) return '';
  return ` (${minutes} min ${lead > 0 ? 'before' : 'after'} ${saidText(target)})`;
}

function explainedText({ explained, by }: Extract<Reason, { is: 'own' }>): string {
  const percent = Math.round(100 * explained);
  const others = by === 'callees' ? 'it calls' : 'calls it';
  if (percent < 10) return `nothing that ${others} explains it`;
  return `what ${others} explains about ${percent} % of it`;
}

/** The alert's own measure has no name that people know. */
function metricText(name: string): string {
  return name === OWN_MEASURE ? 'what the alert measures' : saidText(name);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
