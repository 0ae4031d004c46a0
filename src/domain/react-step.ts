/** Reactions about the workflow's course: its steps, the diagnosis, and what was learned from incidents before. */
import type { Effect } from './effect.ts';
import { type Incident, isOpen, stepOf } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import { type Instant, plusSeconds } from './instant.ts';
import type { DeepeningAsked } from './workflow-event.ts';

export function steps(incident: Incident, event: IncidentEvent): readonly Effect[] {
  const { at } = event;
  switch (event.type) {
    case 'IncidentOpened':
      return [
        diagnosis(incident, at),
        ...begun(incident, at),
        recall(incident, at, ''),
        ...comeAgain(incident, at),
      ];
    case 'IncidentReopened':
      return [diagnosis(incident, at), ...begun(incident, at)];
    // A root cause may come late, and most overrides move nothing: the key makes it once.
    case 'TriageCompleted':
    case 'GateOverridden':
      return begun(incident, at);
    case 'RootCauseNamed':
      return [...begun(incident, at), recall(incident, at, `:cause:${at}`)];
    case 'IncidentResolved':
      return [retrospect(incident, at), ...begun(incident, at)];
    case 'HypothesesRanked':
      return again(incident, at);
    case 'DeepeningAsked':
      return [deeper(incident, event)];
    default:
      return [];
  }
}

/** Who opens is compared by its key and its alerts, and once its cause is named, by that too. */
function recall({ id }: Incident, at: Instant, occasion: string): Effect {
  return { kind: 'recall', dedupe: `recall:${id}${occasion}`, dueAt: at, payload: {} };
}

/** The step of the phase that the incident is in, once per round. */
function begun(incident: Incident, at: Instant): readonly Effect[] {
  const step = stepOf(incident.phase.status);
  if (step === null) return [];
  const round = incident.reopened;
  const dedupe = `step:${incident.id}:${round}:${step}`;
  return [{ kind: 'begin-step', dedupe, dueAt: at, payload: { step, round } }];
}

function diagnosis(incident: Incident, at: Instant): Effect {
  return {
    kind: 'diagnose',
    dedupe: `diagnose:${incident.id}:${incident.reopened}`,
    dueAt: at,
    payload: { round: incident.reopened },
  };
}

/** Once it is over, the whole of it is looked at once more, from before the start to the recovery. */
function retrospect(incident: Incident, at: Instant): Effect {
  return {
    kind: 'diagnose',
    dedupe: `retrospect:${incident.id}:${incident.reopened}`,
    dueAt: at,
    payload: { round: incident.reopened, retrospect: at },
  };
}

const FIRST_WAIT = 60;
const MOST_LOOKS = 4;

/** What a silent source left open is asked again, each time after a longer while, as long as the incident is open. */
function again(incident: Incident, at: Instant): readonly Effect[] {
  const dueAt = nextLookAt(incident, at);
  if (dueAt === null) return [];
  const { diagnosis, id, reopened: round } = incident;
  const looks = diagnosis?.looks ?? 0;
  const dedupe = `diagnose:${id}:${round}:again:${looks}`;
  return [{ kind: 'diagnose', dedupe, dueAt, payload: { round, again: looks } }];
}

/** When what is missing is looked for again, after a look that ended `at`; null: not by itself. */
export function nextLookAt(incident: Incident, at: Instant): Instant | null {
  const { diagnosis } = incident;
  if (diagnosis === null || diagnosis.holes.length === 0 || !diagnosis.mayPass) return null;
  if (!isOpen(incident) || diagnosis.looks >= MOST_LOOKS) return null;
  return plusSeconds(at, FIRST_WAIT * 2 ** (diagnosis.looks - 1));
}

function deeper(incident: Incident, { n, at }: DeepeningAsked): Effect {
  return {
    kind: 'diagnose',
    dedupe: `deeper:${incident.id}:${incident.reopened}:${n}`,
    dueAt: at,
    payload: { round: incident.reopened, wider: n },
  };
}

/** The actions of the incident that this one follows did not keep it away. */
function comeAgain({ id, follows }: Incident, at: Instant): readonly Effect[] {
  if (follows === null) return [];
  const dedupe = `reopen-actions:${follows}:${id}`;
  return [{ kind: 'reopen-actions', dedupe, dueAt: at, payload: { of: follows, because: id } }];
}
