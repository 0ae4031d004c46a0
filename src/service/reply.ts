/** Replies: what changed and why, or what is still needed, in words that fit a phone. */
import { describeEvent } from '../artifacts/timeline-text.ts';
import { needsOf } from '../domain/gates.ts';
import { commanderOf, firingCount, type Incident } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';
import type { Policy } from '../domain/policy.ts';
import type { Need, Refusal } from '../domain/refusal.ts';
import { grammar } from '../domain/say.ts';

export function replyToCommand(
  events: readonly IncidentEvent[],
  incident: Incident,
  policy: Policy,
): string {
  if (events.length === 0) return `Nothing to change: ${standing(incident)}`;
  const told = events.map((event) => describeEvent(event));
  const isDeeper = events.some((event) => event.type === 'DeepeningAsked');
  const shown = isDeeper ? evidenceLines(incident, 5) : [];
  const needs = needLines(needsOf(incident, policy));
  return [...told, standing(incident), ...shown, ...needs].join('\n');
}

export function replyToRefusal(refusal: Refusal): string {
  return ['Not yet. Still needed:', ...needLines(refusal.needs)].join('\n');
}

export function replyToAttempt(hint: string): string {
  return `Nothing changed: ${hint}. Write "help" for all sentences.`;
}

export function replyToQuestion(
  question: 'status' | 'help' | 'resume',
  incident: Incident,
  at: Instant,
  policy: Policy,
): string {
  if (question === 'help') return grammar('both');
  const minutes = Math.floor(secondsBetween(incident.startedAt, at) / 60);
  const facts = [
    standing(incident),
    `${firingCount(incident)} alerts firing, ${minutes} min since it began; commander: ${commanderOf(incident, policy) ?? 'nobody yet'}`,
  ];
  const shown = evidenceLines(incident, question === 'status' ? 2 : 5);
  return [...facts, ...shown, ...needLines(needsOf(incident, policy))].join('\n');
}

/** The latest pieces. */
function evidenceLines(incident: Incident, count: number): readonly string[] {
  return incident.evidence.slice(-count).map((each) => `${each.id}: ${each.summary}`);
}

function standing(incident: Incident): string {
  const sure = incident.confirmed === null ? 'proposed' : 'confirmed';
  return `${incident.id} is ${incident.phase.status}, ${incident.severity} (${sure}).`;
}

function needLines(needs: readonly Need[]): readonly string[] {
  return needs.map((need) => `- ${need.text}: ${need.remedy}`);
}
