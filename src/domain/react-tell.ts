/** Reactions about telling people: the board and its thread in the chat, stakeholders elsewhere, notes at PagerDuty. */
import type { Effect } from './effect.ts';
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import type { Instant } from './instant.ts';
import { reminded } from './react-remind.ts';
import { diagnosisTold } from './told-diagnosis.ts';
import { chat, hook, note, status } from './told-effects.ts';

/** `text` is what people or alerts wrote; the sentence around it is made when the effect is carried. */
export function told(incident: Incident, event: IncidentEvent): readonly Effect[] {
  switch (event.type) {
    case 'IncidentOpened':
    case 'IncidentReopened':
    case 'IncidentResolved':
    case 'PostmortemClosed':
      return turned(incident, event);
    case 'StakeholdersUpdated': {
      const { at, text } = event;
      // Two may come in one moment, and both are told.
      const n = incident.updates.length;
      const news = { what: 'update', n, text };
      return [
        chat(incident, at, news),
        status(incident, at, { n, text }),
        hook(incident, at, news),
      ];
    }
    case 'StepBegun':
      return brief(incident, event.at);
    case 'HypothesesRanked':
      return diagnosisTold(incident, event.at);
    case 'PastRecalled':
      return recalled(incident, event.at);
    // What was said before there was anybody to hear it.
    case 'PagerdutyLinked':
      return [
        ...brief(incident, event.at),
        ...recalled(incident, event.at),
        ...diagnosisTold(incident, event.at),
      ];
    default:
      return [...shown(incident, event), ...reminded(incident, event)];
  }
}

const TURNS = {
  IncidentOpened: 'opened',
  IncidentReopened: 'reopened',
  IncidentResolved: 'resolved',
  PostmortemClosed: 'postmortem',
} as const;

function turned(
  incident: Incident,
  event: Extract<IncidentEvent, { type: keyof typeof TURNS }>,
): readonly Effect[] {
  const text = event.type === 'IncidentReopened' ? event.reason : '';
  const news = { what: TURNS[event.type], text };
  return [chat(incident, event.at, news), hook(incident, event.at, news)];
}

/** What shows on the board; several changes at one moment are one. */
function shown(incident: Incident, event: IncidentEvent): readonly Effect[] {
  switch (event.type) {
    case 'SeverityProposed':
    case 'SeverityConfirmed':
    case 'TriageCompleted':
    case 'CommandTaken':
    case 'RootCauseNamed':
    case 'FixRecorded':
    case 'GateOverridden':
      return changed(incident, event);
    default:
      return [];
  }
}

/** What came with the opening is on the board already. */
function changed(incident: Incident, { at }: IncidentEvent): readonly Effect[] {
  const isOpening = at === incident.timeline.detected_at;
  return isOpening ? [] : [chat(incident, at, { what: 'changed', text: '' })];
}

/** What the step at hand told when it began. */
function brief(incident: Incident, at: Instant): readonly Effect[] {
  const begun = incident.steps.findLast(({ round }) => round === incident.reopened);
  if (begun === undefined || begun.note === '') return [];
  return note(incident, at, { about: 'step', step: begun.step, text: begun.note });
}

function recalled(incident: Incident, at: Instant): readonly Effect[] {
  return incident.past.length === 0 ? [] : note(incident, at, { about: 'past', text: '' });
}
