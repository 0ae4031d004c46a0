/** Jaeger's questions, in its third dialect and in the one before it; they have no grammar, only parameters. */
import type { TraceQuestion } from '../ports/traces.ts';
import { refuseUnusable } from './outbound-trace.ts';

/** Old and new servers know the snake-case names; attributes only since 2.19, so what comes back is looked at again. */
export function thirdQuery(who: string, question: TraceQuestion): URLSearchParams {
  refuseUnusable(who, question);
  const { which, limit } = question;
  const query = new URLSearchParams({
    'query.service_name': question.service,
    'query.start_time_min': question.from,
    'query.start_time_max': question.to,
    'query.num_traces': String(limit),
    'query.search_depth': String(limit),
  });
  if (which.kind === 'slow') query.set('query.duration_min', leastDuration(which.atLeastMs));
  if (which.kind === 'failing') query.set('query.attributes', FAILED);
  return query;
}

/** Times are microseconds. */
export function legacyQuery(who: string, question: TraceQuestion): URLSearchParams {
  refuseUnusable(who, question);
  const { which, limit } = question;
  const query = new URLSearchParams({
    service: question.service,
    start: `${Date.parse(question.from)}000`,
    end: `${Date.parse(question.to)}000`,
    limit: String(limit),
  });
  if (which.kind === 'slow') query.set('minDuration', leastDuration(which.atLeastMs));
  if (which.kind === 'failing') query.set('tags', FAILED);
  return query;
}

/** As a person reads it; what is asked is this as parameters. */
export function searchText({ service, which }: TraceQuestion): string {
  const parts = [`service=${JSON.stringify(service)}`];
  if (which.kind === 'slow') parts.push(`minDuration=${leastDuration(which.atLeastMs)}`);
  if (which.kind === 'failing') parts.push(`tags=${FAILED}`);
  return parts.join(' ');
}

const FAILED = JSON.stringify({ error: 'true' });

function leastDuration(ms: number): string {
  return `${Math.max(0, Math.round(ms))}ms`;
}
