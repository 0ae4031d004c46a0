/** The duty board's requests: what it sends to PagerDuty's REST API, and the windows that it asks about. */
import { type Instant, plusSeconds } from '../domain/instant.ts';
import { clip } from './clipped.ts';
import type { RestRequest } from './pagerduty-client.ts';
import { segment } from './pagerduty-rest-answer.ts';

const NEWEST_FIRST = 'created_at:desc';
/** PagerDuty searches six months at most, unless it is told to search all. */
const LONGEST_WINDOW_SECONDS = 180 * 86_400;

/** PagerDuty counts in whole seconds. */
export function wholeSecond(at: Instant): Instant {
  return `${at.slice(0, 19)}.000Z`;
}

/** Without a window PagerDuty would look at the last month only; a time without Z would mean the account's zone. */
export function openIncidents(since: Instant, now: Instant): RestRequest {
  const isFar = since < plusSeconds(now, -LONGEST_WINDOW_SECONDS);
  return {
    method: 'get',
    path: '/incidents',
    query: {
      'statuses[]': ['triggered', 'acknowledged'],
      sort_by: NEWEST_FIRST,
      ...(isFar ? { date_range: 'all' } : { since: wholeSecond(since) }),
    },
  };
}

/** A key may come back after years. */
export function incidentsOfKey(dedupKey: string): RestRequest {
  const query = { incident_key: dedupKey, date_range: 'all', sort_by: NEWEST_FIRST };
  return { method: 'get', path: '/incidents', query };
}

export function about(incidentId: string, part: '' | '/alerts' | '/notes'): RestRequest {
  return { method: 'get', path: `/incidents/${segment(incidentId)}${part}` };
}

export interface Change {
  readonly status?: 'resolved';
  readonly urgency?: 'high';
  readonly priority?: { readonly id: string; readonly type: 'priority_reference' };
}

export function changed(incidentId: string, from: string, change: Change): RestRequest {
  const path = `/incidents/${segment(incidentId)}`;
  return {
    method: 'put',
    path,
    from,
    body: { incident: { type: 'incident_reference', ...change } },
  };
}

/** Reaches people as a push message, so it is kept short. */
const MESSAGE_CHARS = 1000;

/** Each target is wrapped once more, as in PagerDuty's own example; the From header is not asked for here. */
export function askedForHelp(
  incidentId: string,
  requesterId: string,
  message: string,
  targets: readonly { readonly kind: 'user' | 'escalation_policy'; readonly id: string }[],
): RestRequest {
  return {
    method: 'post',
    path: `/incidents/${segment(incidentId)}/responder_requests`,
    body: {
      requester_id: requesterId,
      message: clip(message, MESSAGE_CHARS),
      responder_request_targets: targets.map(({ kind, id }) => ({
        responder_request_target: { id, type: `${kind}_reference` },
      })),
    },
  };
}
