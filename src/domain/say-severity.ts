/** Sentences about severity: `sev2`, `confirm`, `xác nhận sev1 vì …`. */
import { takeReason } from './say-clauses.ts';
import { asks, attempt, command, type Reader, unstopped } from './say-reader.ts';
import { isSeverity } from './severity.ts';

const CONFIRM = '(?:confirm(?:ed)?|xac nhan)';
const HEAD = new RegExp(`^(?:${CONFIRM}$|(?:${CONFIRM} )?sev ?-? ?(\\d{0,3})$)`);
/** Somebody gives a reason after a colon. */
const COLON = new RegExp(`^(?:${CONFIRM} )?sev ?-? ?[1-4] ?:`);

export const readSeverity: Reader = (line) => {
  const { head, reason } = takeReason(line);
  const match = HEAD.exec(reason === null ? unstopped(head) : head);
  if (match === null) return COLON.test(line.text) ? attempt('reason') : null;
  if (asks(line.text)) return null;
  const digits = match[1];
  const severity = digits === undefined ? 'proposed' : `SEV${digits}`;
  if (severity !== 'proposed' && !isSeverity(severity)) return attempt('severity');
  if (reason === '') return attempt('reason');
  return command({ type: 'ConfirmSeverity', severity, reason: reason ?? '' });
};
