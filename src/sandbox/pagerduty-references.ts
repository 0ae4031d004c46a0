/** References: how PagerDuty's JSON names one thing inside another. */
import type { Agent, Incident, Service, User } from './pagerduty-world.ts';

export const API = 'https://api.pagerduty.com';
export const WEB = 'https://sandbox.pagerduty.com';

export interface Reference {
  readonly id: string;
  readonly type: string;
  readonly summary: string;
  readonly self: string | null;
  readonly html_url: string | null;
}

export function reference(id: string, kind: string, folder: string, summary: string): Reference {
  const type = `${kind}_reference`;
  return { id, type, summary, self: `${API}/${folder}/${id}`, html_url: `${WEB}/${folder}/${id}` };
}

export function userReference(user: User): Reference {
  return reference(user.id, 'user', 'users', user.name);
}

export function serviceReference(service: Service): Reference {
  return reference(service.id, 'service', 'services', service.name);
}

export function incidentReference(incident: Incident): Reference {
  return reference(incident.id, 'incident', 'incidents', incident.title);
}

export const ESCALATION_POLICY = reference(
  'PESC001',
  'escalation_policy',
  'escalation_policies',
  'On call, then the architect',
);

/** Only a merge has a reason. */
export function resolveReason({ mergedInto }: Incident) {
  if (mergedInto === null) return null;
  return { type: 'merge_resolve_reason', incident: incidentReference(mergedInto) };
}

export function agentReference(agent: Agent): Reference | null {
  if (agent === null) return null;
  if (agent.kind === 'user') return userReference(agent.user);
  const path = `services/${agent.service.id}/integrations`;
  return reference(
    agent.service.integrationId,
    'events_api_v2_inbound_integration',
    path,
    'Events API v2',
  );
}

/** Most severe first; the order is the rank. */
export const PRIORITIES = ['P1', 'P2', 'P3', 'P4', 'P5'].map((name, index) => ({
  id: `PPRIO0${index + 1}`,
  type: 'priority',
  summary: name,
  self: `${API}/priorities/PPRIO0${index + 1}`,
  html_url: null,
  name,
  description: `Priority ${index + 1} of 5`,
}));

export function priorityNamed(name: string | null) {
  return PRIORITIES.find((priority) => priority.name === name) ?? null;
}

/** Times of incidents come without milliseconds. */
export function wholeSeconds(at: string): string {
  return `${at.slice(0, 19)}Z`;
}
