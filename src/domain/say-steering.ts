/** Sentences that steer the work: overriding a gate, escalating, reporting another incident. */
import { NEED_NAMES } from './refusal.ts';
import { takeReason } from './say-clauses.ts';
import { passage } from './say-fold.ts';
import { asks, attempt, command, type Found, type Reader, unstopped } from './say-reader.ts';

const OVERRIDE = /^(?:override|bo qua)(?: (.+))?$/;
const ESCALATE =
  /^(?:(\[escalate\])|escalate|leo thang)(?: ?[:-] ?| |$)(?:(?:because|boi vi|vi) )?/;
/** `escalate if it gets worse` is a plan, `escalate not yet` is none. */
const CONDITION = /^(?:if|when|unless|until|only|later|after|not|neu|khi|sau)(?: |$)/;
/** `leo thang không` asks, with no mark; `leo thang không ai trả lời` gives a reason. */
const ASKED = /^(?:chua|khong|ko|nhi|nhe|a)$/;
const NEW_INCIDENT = /^(?:\[new[- ]inc\]|new-inc)(?: ?[:-] ?| |$)/;
const SOMETHING = /[\p{L}\p{N}]/u;

export const readOverride: Reader = (line) => {
  const { head, reason } = takeReason(line);
  const match = OVERRIDE.exec(reason === null ? unstopped(head) : head);
  if (match === null || asks(line.text)) return null;
  const named = match[1]?.replace(/[[\]]/g, '').replace(/[ _]/g, '-') ?? null;
  const need = NEED_NAMES.find((name) => name === named) ?? null;
  if (named !== null && need === null) return unknownNeed(match[1] ?? '', reason);
  return reason ? command({ type: 'OverrideGate', need, reason }) : attempt('override');
};

/** One unknown word with a reason is a mistake in the name; anything else is talk about overriding. */
function unknownNeed(named: string, reason: string | null): Found | null {
  return reason !== null && !named.includes(' ') ? attempt('need') : null;
}

export const readEscalation: Reader = (line) => {
  const text = unstopped(line.text);
  const match = ESCALATE.exec(text);
  if (match === null) return null;
  const rest = text.slice(match[0].length);
  const isTalk = asks(text) || CONDITION.test(rest) || ASKED.test(rest);
  if (match[1] === undefined && isTalk) return null;
  return command({ type: 'Escalate', reason: passage(line, match[0].length, text.length) });
};

export const readNewIncident: Reader = (line) => {
  const match = NEW_INCIDENT.exec(line.text);
  if (match === null) return null;
  const title = passage(line, match[0].length);
  return SOMETHING.test(title) ? { kind: 'report', title } : attempt('title');
};
