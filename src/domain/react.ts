/** React says what the world must now do about an event: pages, jobs and timers, each once per dedupe key. */
import type { Effect } from './effect.ts';
import { type Incident, isOpen } from './incident.ts';
import type { Escalated, IncidentEvent, RecoveryChecked } from './incident-event.ts';
import { type Instant, plusSeconds } from './instant.ts';
import type { Policy } from './policy.ts';
import { actions } from './react-action.ts';
import { again, architect, called, fallback, refused, ringing } from './react-call.ts';
import { clocks } from './react-clock.ts';
import { steps } from './react-step.ts';
import { told } from './react-tell.ts';

/** `incident` is the incident after the event. */
export function react(incident: Incident, event: IncidentEvent, policy: Policy): readonly Effect[] {
  return [
    ...clocks(incident, event, policy),
    ...steps(incident, event),
    ...reached(incident, event, policy),
    ...actions(incident, event),
    ...told(incident, event),
  ];
}

/** Reaching people and proving recovery. */
function reached(incident: Incident, event: IncidentEvent, policy: Policy): readonly Effect[] {
  switch (event.type) {
    case 'SeverityProposed':
    case 'SeverityConfirmed':
      return called(incident, event.at, policy);
    case 'SignalsObserved':
      return [
        ...called(incident, event.at, policy),
        ...verification(incident, event.at, policy, 1),
      ];
    case 'RecoveryChecked':
      return nextVerification(incident, event, policy);
    case 'Escalated':
      return escalation(incident, event, policy);
    case 'PageAccepted':
      return ringing(incident, event, policy);
    case 'PageFailed':
      return event.willRetry || event.action === 'resolve' ? [] : refused(incident, event, policy);
    case 'PageDoubted':
      return [fallback(incident, event.at, event.generation, event.why)];
    case 'PagerdutyLinked':
      return architect(incident, event.at, 'linked', policy);
    case 'IncidentResolved':
      return closePage(incident, event.at, policy);
    default:
      return [];
  }
}

/** The artifacts are written again after every change; the version names which change. */
export function publication(incident: Incident, version: number): Effect {
  return {
    kind: 'publish',
    dedupe: `publish:${incident.id}:${version}`,
    dueAt: incident.lastUpdated,
    payload: { version },
  };
}

/** The same dedup key rings again: PagerDuty adds it to the open page, or opens the first one. */
function escalation(incident: Incident, event: Escalated, policy: Policy): readonly Effect[] {
  const { generation } = incident.page;
  const key = `${incident.id}:${generation}:escalated:${event.at}`;
  return [
    {
      kind: 'page',
      dedupe: `page:${key}`,
      dueAt: event.at,
      payload: { generation, reason: event.reason },
    },
    ...architect(incident, event.at, `escalated:${event.at}`, policy),
    ...again(incident, event.at, policy),
  ];
}

/** Once everything is clear, the data is asked after the quiet time. */
function verification(
  incident: Incident,
  at: Instant,
  policy: Policy,
  attempt: number,
): readonly Effect[] {
  const { clearedAt } = incident;
  if (clearedAt === null || !isOpen(incident) || attempt > policy.verifyAttempts) return [];
  return [
    {
      kind: 'verify',
      dedupe: `verify:${incident.id}:${clearedAt}:${attempt}`,
      dueAt: plusSeconds(at, policy.quietFor),
      payload: { clearedAt, attempt },
    },
  ];
}

function nextVerification(
  incident: Incident,
  event: RecoveryChecked,
  policy: Policy,
): readonly Effect[] {
  if (event.verdict === 'recovered') return [];
  return verification(incident, event.at, policy, event.attempt + 1);
}

/** Where a page may have rung it is closed, also when its acceptance was never heard. */
function closePage(incident: Incident, at: Instant, policy: Policy): readonly Effect[] {
  const mayHaveRung =
    incident.page.state !== 'none' ||
    incident.pagerduty !== null ||
    policy.severities[incident.severity].page;
  if (!mayHaveRung) return [];
  const { generation } = incident.page;
  return [
    {
      kind: 'close-page',
      dedupe: `close-page:${incident.id}:${generation}`,
      dueAt: at,
      payload: { generation },
    },
  ];
}
