/** Tempo's questions, in TraceQL: what others wrote stands in them only as quoted text. */
import type { TraceQuestion } from '../ports/traces.ts';
import { goLiteral } from './outbound-literal.ts';
import { refuseUnusable } from './outbound-trace.ts';

export function searchQuery({ service, which }: TraceQuestion): string {
  const ofService = `resource.service.name = ${goLiteral(service)}`;
  if (which.kind === 'failing') return `{ ${ofService} && status = error }`;
  if (which.kind === 'any') return `{ ${ofService} }`;
  return `{ ${ofService} && duration >= ${Math.max(0, Math.round(which.atLeastMs))}ms }`;
}

/** Whole seconds around the window. Throws PortError `refused` for what no trace store would take. */
export function searchParameters(who: string, question: TraceQuestion): URLSearchParams {
  refuseUnusable(who, question);
  return new URLSearchParams({
    q: searchQuery(question),
    start: String(Math.floor(Date.parse(question.from) / 1000)),
    end: String(Math.ceil(Date.parse(question.to) / 1000)),
    limit: String(question.limit),
    spss: '1',
  });
}
