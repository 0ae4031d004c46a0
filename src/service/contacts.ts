/** Contacts are whom people may reach themselves: those whom the configuration names, then who is on call at PagerDuty. */
import type { Incident } from '../domain/incident.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { lookUps } from './look-ups.ts';
import type { Parts, Settings } from './parts.ts';

type Speech = Pick<Settings, 'policy' | 'language'>;

/** What is told of an escalation must not wait for PagerDuty. */
const WITHIN_MS = 3000;
const MOST = 5;

/** How to put this effect into words, with today's contacts where it tells of an escalation. */
export async function speechOf(
  parts: Parts,
  incident: Incident,
  { about }: OutboxRow['payload'],
): Promise<Speech> {
  const { policy, language } = parts.settings();
  if (about !== 'escalated') return { policy, language };
  const people = [...policy.escalationContacts, ...(await onCallFor(parts, incident))];
  return { language, policy: { ...policy, escalationContacts: [...new Set(people)] } };
}

/** By the escalation policy of its PagerDuty incident; nobody where PagerDuty cannot be asked. */
async function onCallFor(parts: Parts, { pagerduty }: Incident): Promise<readonly string[]> {
  const { board } = parts;
  if (board === null || pagerduty === null) return [];
  const asking = lookUps(parts, { withinMs: WITHIN_MS, goOn: true });
  const people = await asking.ask('who is on call', () => board.onCall(pagerduty.incidentId));
  return people.known ? people.value.slice(0, MOST).map(({ name }) => name) : [];
}
