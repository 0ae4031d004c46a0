/** What an incident remembers, piece by piece, as the API shows it: plain JSON data with snake_case keys. */
import type { Evidence, Hypothesis } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import type { ActionItem, PastIncident, StepMark } from '../domain/marks.ts';
import { adherenceOf } from './update-adherence.ts';

export function evidenceOf({ id, title, source, query, window, ...rest }: Evidence) {
  const { outcome, summary, link, sha256 } = rest;
  return {
    id,
    title,
    source,
    query,
    from: window.from,
    to: window.to,
    outcome,
    summary,
    link,
    sha256,
  };
}

export function hypothesisOf({ refutedBy, ...rest }: Hypothesis) {
  return refutedBy === undefined ? rest : { ...rest, refuted_by: refutedBy };
}

export function actionOf({ doneAt, provingSince, ...rest }: ActionItem) {
  return { ...rest, done_at: doneAt, proving_since: provingSince };
}

export function pastOf({ resolvedAt, ...rest }: PastIncident) {
  return { ...rest, resolved_at: resolvedAt };
}

/** `round` counts from 1. */
export function stepMarkOf({ step, round, title, beganAt }: StepMark) {
  return { step, round: round + 1, title, began_at: beganAt };
}

/** How many stakeholder updates were owed, and what became of them. */
export function updatesOf(incident: Incident) {
  const { onTime, ...rest } = adherenceOf(incident);
  return { ...rest, on_time: onTime };
}
