/** Sentences of the form `key: text`, whose text may go on over the following lines. */
import { readAction } from './say-action.ts';
import { findLabel, foldedWords, type Span, takeEvidence, takeKey, words } from './say-clauses.ts';
import { type Folded, passage } from './say-fold.ts';
import { asks, attempt, command, type Found, type Reader } from './say-reader.ts';

type Key = 'impact' | 'cause' | 'fix' | 'verified' | 'update' | 'action' | 'prevent' | 'note';

/** Folded keyword → key. */
const KEYS = new Map<string, Key>([
  ['impact', 'impact'],
  ['anh huong', 'impact'],
  ['cause', 'cause'],
  ['root cause', 'cause'],
  ['nguyen nhan', 'cause'],
  ['nguyen nhan goc', 'cause'],
  ['fix', 'fix'],
  ['khac phuc', 'fix'],
  ['sua', 'fix'],
  ['verified', 'verified'],
  ['da kiem tra', 'verified'],
  ['xac minh', 'verified'],
  ['da xac minh', 'verified'],
  ['update', 'update'],
  ['cap nhat', 'update'],
  ['action', 'action'],
  ['action item', 'action'],
  ['hanh dong', 'action'],
  ['prevent', 'prevent'],
  ['prevention', 'prevent'],
  ['phong ngua', 'prevent'],
  ['note', 'note'],
  ['ghi chu', 'note'],
]);

const ROLLBACK = ['rollback', 'roll[ -]back', 'hoan tac'];
const CAUSE_BY_NUMBER = /^(?:(?:root )?cause|nguyen nhan(?: goc)?) (?=h\d)/;
const HYPOTHESIS = /^h([1-9]\d{0,2})[.!]?$/;
/** `verified: not yet` vouches for nothing; `verified: no errors any more` does. */
const NOT_VERIFIED =
  /^(?:not?|nope|khong|ko)[.!]*$|^(?:not yet|not (?:ok|fixed|recovered|verified)|still (?:not|down|broken|failing)|chua|van (?:con|chua))(?![a-z])/;

export const readKeyed: Reader = (line, whole) => {
  const bare = KEYS.get(line.text);
  if (bare !== undefined) return attempt(bare);
  const taken = takeKey(line, KEYS);
  if (taken === null) return readNumberedCause(line);
  const body = { from: taken.body, to: whole.text.length };
  if (passage(whole, body.from) === '') return attempt(taken.key);
  return readBody(taken.key, whole, body);
};

function readBody(key: Key, whole: Folded, body: Span): Found {
  const text = passage(whole, body.from, body.to);
  switch (key) {
    case 'impact':
      return isAsked(whole, body) ? attempt(key) : command({ type: 'StateImpact', impact: text });
    case 'verified':
      return readVerified(whole, body);
    case 'update':
      return command({ type: 'UpdateStakeholders', text: /^ok[.!]?$/i.test(text) ? 'ok' : text });
    case 'prevent':
      return command({ type: 'StatePrevention', text });
    case 'note':
      return command({ type: 'TakeNote', text });
    case 'cause':
      return readCause(whole, body);
    case 'fix':
      return readFix(whole, body);
    case 'action':
      return readAction(whole, body);
  }
}

function readVerified(whole: Folded, body: Span): Found {
  const seen = whole.text.slice(body.from, body.to).trim();
  if (asks(seen) || NOT_VERIFIED.test(seen)) return attempt('verified');
  return command({ type: 'VouchRecovery', text: passage(whole, body.from, body.to) });
}

/** A guess that is asked for opens no gate: `cause: is it the deploy? evidence E1`. */
function isAsked(whole: Folded, body: Span): boolean {
  return asks(foldedWords(whole, body));
}

function readCause(whole: Folded, body: Span): Found {
  const { ids: evidence, rest } = takeEvidence(whole, body);
  const text = words(whole, rest);
  if (text === '' || isAsked(whole, rest)) return attempt('cause');
  const number = HYPOTHESIS.exec(whole.text.slice(rest.from, rest.to).trim())?.[1];
  if (number === undefined) {
    return command({ type: 'NameRootCause', text, evidence, hypothesis: null });
  }
  const hypothesis = `H${Number(number)}` as const;
  return command({ type: 'NameRootCause', text: '', evidence, hypothesis });
}

/** `cause H1`, without a colon: only when nothing but evidence follows. */
function readNumberedCause(line: Folded): Found | null {
  const match = CAUSE_BY_NUMBER.exec(line.text);
  if (match === null) return null;
  const found = readCause(line, { from: match[0].length, to: line.text.length });
  const isNumbered =
    found.kind === 'command' &&
    found.command.type === 'NameRootCause' &&
    found.command.hypothesis !== null;
  return isNumbered ? found : null;
}

function readFix(whole: Folded, body: Span): Found {
  const label = findLabel(whole, body, ROLLBACK);
  const done = takeEvidence(whole, { from: body.from, to: label?.at ?? body.to });
  const undo = takeEvidence(whole, { from: label?.body ?? body.to, to: body.to });
  const text = words(whole, done.rest);
  if (text === '' || isAsked(whole, done.rest)) return attempt('fix');
  const evidence = [...new Set([...done.ids, ...undo.ids])];
  return command({ type: 'RecordFix', text, evidence, rollback: words(whole, undo.rest) });
}
