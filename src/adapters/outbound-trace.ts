/** What every trace store would refuse is refused before it is asked. */
import { PortError } from '../ports/port-error.ts';
import type { TraceQuestion } from '../ports/traces.ts';

const MOST_TRACES = 200;

/** Throws PortError `refused`. */
export function refuseUnusable(who: string, question: TraceQuestion): void {
  const { from, to, limit, which } = question;
  if (!(Date.parse(from) < Date.parse(to))) {
    throw new PortError('refused', `${who}: the range ends before it starts`);
  }
  if (!(limit >= 1 && limit <= MOST_TRACES)) {
    throw new PortError('refused', `${who}: the limit must be 1 to ${MOST_TRACES} traces`);
  }
  if (which.kind === 'slow' && !Number.isFinite(which.atLeastMs)) {
    throw new PortError('refused', `${who}: how slow is no number`);
  }
}

/** 32 hex digits. Throws PortError `refused` for text that is no trace id, before it comes into a path. */
export function traceIdText(who: string, id: string): string {
  if (/^[0-9a-f]{1,32}$/i.test(id)) return id.toLowerCase().padStart(32, '0');
  throw new PortError('refused', `${who}: a trace id has up to 32 hex digits`);
}
