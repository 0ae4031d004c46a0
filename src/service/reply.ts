/** Replies to people who steer an incident, in the organisation's language: the words are of `words/`, what they are about is gathered here. */
import { stepOutputName } from '../artifacts/file-names.ts';
import { reportPath } from '../artifacts/report-path.ts';
import { needsOf } from '../domain/gates.ts';
import { type Incident, stepOf } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import type { Instant } from '../domain/instant.ts';
import type { Refusal } from '../domain/refusal.ts';
import { helpReply, resumeReply, statusReply } from '../words/questions.ts';
import { commandReply, refusalReply } from '../words/replies.ts';
import type { Settings } from './parts.ts';

/** The rules that hold, the language in which people are spoken to, and the workflow that they follow. */
export type Speech = Pick<Settings, 'policy' | 'language' | 'playbook' | 'projectName'>;

export async function replyToCommand(
  events: readonly IncidentEvent[],
  incident: Incident,
  { policy, language, playbook }: Speech,
): Promise<string> {
  const n = stepOf(incident.phase.status);
  const asksMore = events.some(({ type }) => type === 'DeepeningAsked');
  const step = n !== null && asksMore ? await playbook.step(n) : null;
  const needs = needsOf(incident, policy);
  return commandReply(events, incident, { needs, policy, step }, language);
}

export function replyToRefusal(
  { needs }: Refusal,
  incident: Incident,
  { policy, language }: Speech,
): string {
  return refusalReply(needs, incident, policy, language);
}

export async function replyToQuestion(
  question: 'status' | 'help' | 'resume',
  incident: Incident,
  at: Instant,
  speech: Speech,
): Promise<string> {
  const { policy, language } = speech;
  const asked = { incident, at, policy, needs: needsOf(incident, policy) };
  switch (question) {
    case 'help':
      return helpReply(language);
    case 'status':
      return statusReply(asked, language);
    case 'resume': {
      const current = stepOf(incident.phase.status);
      return resumeReply(asked, current, await placeOf(incident, speech), language);
    }
  }
}

async function placeOf({ id, phase }: Incident, { playbook, projectName }: Speech) {
  const current = stepOf(phase.status) ?? 4;
  return {
    steps: await Promise.all(([1, 2, 3, 4] as const).map((n) => playbook.step(n))),
    output: stepOutputName(id, current),
    report: reportPath(playbook.workflow.outputFile, projectName, id),
  };
}
