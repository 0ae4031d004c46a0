/** Reactions about reaching people: the page, the doubts about it, the fallback, the architect, the second call. */
import type { Effect } from './effect.ts';
import { type Incident, isOpen } from './incident.ts';
import type { PageAccepted, PageFailed } from './incident-event.ts';
import { type Instant, plusSeconds } from './instant.ts';
import type { Policy } from './policy.ts';

/** One page per generation, however often its severity is said; and the clock that watches over it. */
export function called(incident: Incident, at: Instant, policy: Policy): readonly Effect[] {
  const isJudged = incident.proposal.rule !== 'none';
  if (!isJudged || !isOpen(incident) || !policy.severities[incident.severity].page) return [];
  const { generation } = incident.page;
  const key = `${incident.id}:${generation}`;
  return [
    { kind: 'page', dedupe: `page:${key}`, dueAt: at, payload: { generation } },
    {
      kind: 'check-accepted',
      dedupe: `check-accepted:${key}`,
      dueAt: plusSeconds(at, policy.acceptPageWithin),
      payload: { generation },
    },
    ...architect(incident, at, 'paged', policy),
  ];
}

/** Accepted is not seen, and seen is not answered: both have their clock. */
export function ringing(
  incident: Incident,
  event: PageAccepted,
  policy: Policy,
): readonly Effect[] {
  if (event.action === 'resolve' || event.via === 'log') return [];
  const { generation } = event;
  return [
    {
      kind: 'check-seen',
      dedupe: `check-seen:${incident.id}:${generation}`,
      dueAt: plusSeconds(event.at, policy.confirmPageWithin),
      payload: { generation },
    },
    ...again(incident, event.at, policy),
  ];
}

/** What is refused is not sent again as it is: the fallback is called at once, and everybody anew when nobody answers. */
export function refused(incident: Incident, event: PageFailed, policy: Policy): readonly Effect[] {
  const { at, generation, reason } = event;
  const first = fallback(incident, at, generation, reason);
  // A later call that is refused needs its own fallback.
  const { escalations } = incident;
  const dedupe = escalations === 0 ? first.dedupe : `${first.dedupe}:${escalations}`;
  return [{ ...first, dedupe }, ...again(incident, at, policy)];
}

/** Once per generation: the fallback is for one that does not ring, not for every doubt about it. */
export function fallback(incident: Incident, at: Instant, generation: number, why: string): Effect {
  return {
    kind: 'fallback',
    dedupe: `fallback:${incident.id}:${generation}`,
    dueAt: at,
    payload: { generation, why },
  };
}

/** The architect is asked to what pages everybody and to what was escalated, as soon as there is an incident at the vendor to be asked to. */
export function architect(
  incident: Incident,
  at: Instant,
  occasion: string,
  policy: Policy,
): readonly Effect[] {
  if (incident.pagerduty === null || !isOpen(incident)) return [];
  const isEscalated = occasion.startsWith('escalated');
  // The page of an escalation may be the first that the vendor hears of it.
  const wasEscalated = incident.escalations > 0 && incident.vendorIncidents.length === 1;
  const isPaged = policy.severities[incident.severity].page;
  if (!isPaged && !isEscalated && !wasEscalated) return [];
  const { generation } = incident.page;
  const suffix = isEscalated ? `:${occasion}` : '';
  return [
    {
      kind: 'call-architect',
      dedupe: `architect:${incident.id}:${generation}${suffix}`,
      dueAt: at,
      payload: { generation },
    },
  ];
}

/** Who does not answer is called again, a limited number of times. */
export function again(incident: Incident, at: Instant, policy: Policy): readonly Effect[] {
  const { acknowledgeWithin } = policy.severities[incident.severity];
  if (acknowledgeWithin === null || incident.escalations >= policy.escalations) return [];
  const { generation } = incident.page;
  return [
    {
      kind: 'call-again',
      dedupe: `call-again:${incident.id}:${generation}:${incident.escalations}`,
      dueAt: plusSeconds(at, acknowledgeWithin),
      payload: { generation, round: incident.escalations },
    },
  ];
}
