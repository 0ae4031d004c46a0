/** Folds what the workflow keeps beside the phases: steps, the chat, past incidents, the whys, what users report. */
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import type { StepMark } from './marks.ts';
import type { StepBegun } from './workflow-event.ts';

export function foldWorkflow(incident: Incident, event: IncidentEvent): Incident {
  switch (event.type) {
    case 'StepBegun':
      return { ...incident, steps: [...incident.steps, markOf(incident, event)] };
    case 'ChatLinked':
      return { ...incident, chat: { channel: event.channel, ref: event.ref } };
    case 'PastRecalled':
      return { ...incident, past: event.items };
    case 'DeepeningAsked':
      return { ...incident, deepenings: event.n };
    case 'WhyStated':
      return { ...incident, whys: [...incident.whys, event.text] };
    case 'ServicesNamed':
      return {
        ...incident,
        affectedServices: [...new Set([...incident.affectedServices, ...event.services])],
      };
    case 'UsersReported':
      return { ...incident, userReports: reported(event.calm, event) };
    // Who vouches for the recovery speaks for the users too.
    case 'RecoveryVouched':
      return { ...incident, userReports: reported(true, event) };
    default:
      return incident;
  }
}

function reported(calm: boolean, event: { text: string; at: string; by: { name: string } }) {
  return { calm, text: event.text, by: event.by.name, at: event.at };
}

function markOf(incident: Incident, event: StepBegun): StepMark {
  const { step, workflow, version, file, title, questions, skills, note, at } = event;
  const round = incident.reopened;
  return { step, workflow, version, file, title, beganAt: at, round, questions, skills, note };
}
