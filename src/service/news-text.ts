/** News text puts what an effect tells into words when it is carried, in the language of the organisation. */
import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/instant.ts';
import type { ActionId, ActionItem } from '../domain/marks.ts';
import { NEED_NAMES, type NeedName } from '../domain/refusal.ts';
import { updateClock } from '../domain/update-clock.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { actionProof, actionReminder, actionReopened } from '../words/action-words.ts';
import { postmortemNudge, triageNudge, updateNudge } from '../words/nudges.ts';
import { plainLines } from '../words/plain.ts';
import {
  escalationMessage,
  openedMessage,
  postmortemClosedMessage,
  reopenedMessage,
  resolvedMessage,
} from '../words/stakeholder-messages.ts';
import { pastLines } from '../words/step-words.ts';
import type { Settings } from './parts.ts';

type Speech = Pick<Settings, 'policy' | 'language'>;

/** For `chat` and `stakeholder-hook`; empty where there is nothing to say beside the board. */
export function newsText(
  { policy, language }: Speech,
  incident: Incident,
  payload: OutboxRow['payload'],
  at: Instant,
): string {
  const text = String(payload['text'] ?? '');
  switch (payload['what']) {
    case 'opened':
      return openedMessage(incident, language);
    case 'reopened':
      return reopenedMessage(incident, text, at, language);
    case 'resolved':
      return resolvedMessage(incident, language, policy);
    case 'postmortem':
      return postmortemClosedMessage(incident, at, language);
    case 'update':
      return plainLines(text);
    case 'nudge':
      return reminderText({ policy, language }, incident, payload, at);
    default:
      return '';
  }
}

/** For reminders and for notes of our own; what is about nothing is its own text. Empty: it came too late to be said. */
export function reminderText(
  { policy, language }: Speech,
  incident: Incident,
  payload: OutboxRow['payload'],
  at: Instant,
): string {
  const text = String(payload['text'] ?? '');
  const { status } = incident.phase;
  switch (payload['about']) {
    case 'triage':
      return status === 'triage' ? triageNudge(incident, needsIn(payload), language, policy) : '';
    case 'update': {
      const clock = updateClock(incident, policy);
      return clock === null ? '' : updateNudge(text, clock.dueAt, language);
    }
    case 'postmortem':
      return status === 'resolved' ? postmortemNudge(incident, needsIn(payload), at, language) : '';
    case 'escalated':
      return escalationMessage(incident, text, language, policy);
    case 'past':
      return pastLines(incident.past, language);
    default:
      return actionText(incident, payload, language) ?? plainLines(text);
  }
}

/** null: it is about no action item that the incident has. */
function actionText(
  incident: Incident,
  payload: OutboxRow['payload'],
  language: Speech['language'],
): string | null {
  const item = itemOf(incident, payload['action']);
  if (item === null) return null;
  const text = String(payload['text'] ?? '');
  switch (payload['about']) {
    case 'action-due':
      return actionReminder(item, language);
    case 'action-proved':
      return actionProof(item, 'proved', text, language);
    case 'action-disproved':
      return actionProof(item, 'disproved', text, language);
    case 'action-reopened':
      return actionReopened(item, text, language);
    default:
      return null;
  }
}

function itemOf(incident: Incident, id: unknown): ActionItem | null {
  return incident.actions.find((item) => item.id === (id as ActionId)) ?? null;
}

function needsIn(payload: OutboxRow['payload']): readonly NeedName[] {
  const names = String(payload['needs'] ?? '').split(',');
  return NEED_NAMES.filter((name) => names.includes(name));
}
