/** Sentences about action items: `action: … owner: … due: … proof: … for 7d`, and `done A1`. */
import { findLabel, foldedWords, type Span, words } from './say-clauses.ts';
import { readDay } from './say-date.ts';
import type { Folded } from './say-fold.ts';
import { attempt, command, type Found, type Reader, unstopped } from './say-reader.ts';

const OWNER = ['owner', '(?:nguoi )?phu trach'];
const DUE = ['due(?: date)?', '(?:thoi )?han(?: chot)?'];
const PROOF = ['proof', 'kiem chung'];

const DURATION = /[ \n](?:for|trong(?: vong)?)[ \n](\d{1,3}) ?(?:d|days?|ngay)[.!]?$/;
const MOST_DAYS = 90;
const DONE =
  /^(?:done|finished|(?:da )?xong|(?:da )?hoan thanh)(?: ?: ?| )(?:action )?a([1-9]\d{0,3})$/;

export const readDone: Reader = (line) => {
  const number = DONE.exec(unstopped(line.text))?.[1];
  if (number === undefined) return null;
  return command({ type: 'FinishAction', action: `A${Number(number)}` });
};

export function readAction(whole: Folded, body: Span): Found {
  const owner = findLabel(whole, body, OWNER);
  const due = findLabel(whole, body, DUE);
  const proof = findLabel(whole, body, PROOF);
  const stops = [owner?.at, due?.at, proof?.at, body.to].filter((at) => at !== undefined);
  const part = (from: number): Span => ({
    from,
    to: Math.min(...stops.filter((at) => at >= from)),
  });
  const text = words(whole, part(body.from));
  const who = owner === null ? '' : words(whole, part(owner.body));
  if (text === '' || (owner !== null && who === '')) return attempt('action');
  const day = due === null ? '' : readDay(dateText(whole, part(due.body)));
  if (day === null) return attempt('due');
  const proven = proof === null ? null : readProof(whole, part(proof.body));
  if (proof !== null && proven === null) return attempt('proof');
  return command({ type: 'AddAction', text, owner: who, due: day, proof: proven });
}

/** The query as it is written, and for how many days it must hold. */
function readProof(whole: Folded, span: Span): { promql: string; days: number } | null {
  const match = DURATION.exec(foldedWords(whole, span));
  const days = Number(match?.[1] ?? 0);
  if (match === null || days < 1 || days > MOST_DAYS) return null;
  const promql = words(whole, { from: span.from, to: span.from + match.index });
  return promql === '' ? null : { promql, days };
}

/** Folded, so that full-width digits are digits. */
function dateText(whole: Folded, span: Span): string {
  return whole.text
    .slice(span.from, span.to)
    .replace(/[.,;)\]]{1,3}$/, '')
    .trim();
}
