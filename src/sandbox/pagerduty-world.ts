/** The sandbox's PagerDuty account: services, users, incidents, alerts and notes, and what happens to them. */
import { randomBytes } from 'node:crypto';
import type { SandboxClock } from './loopback.ts';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** `admin`, `user`, `limited_user`, `observer`, `read_only_user`. */
  readonly role: string;
  /** Escalation level at which the user is always on call; null when never. */
  readonly onCallLevel: number | null;
  /** Names. Default: none. */
  readonly teams?: readonly string[];
}

export interface Service {
  readonly id: string;
  readonly name: string;
  /** Of its Events API v2 integration: 32 characters. */
  readonly routingKey: string;
  readonly integrationId: string;
}

export interface Note {
  readonly id: string;
  readonly user: User;
  content: string;
  readonly createdAt: string;
  updatedAt: string;
}

export interface Alert {
  readonly id: string;
  /** The dedup key. */
  readonly key: string;
  readonly createdAt: string;
  status: 'triggered' | 'resolved';
  summary: string;
  severity: string;
  details: unknown;
  links: readonly { href: string; text?: string }[];
}

type IncidentStatus = 'triggered' | 'acknowledged' | 'resolved';

export interface Incident {
  readonly id: string;
  readonly number: number;
  readonly service: Service;
  readonly key: string;
  readonly createdAt: string;
  title: string;
  status: IncidentStatus;
  urgency: 'high' | 'low';
  /** Name, `P1` … `P5`. */
  priority: string | null;
  updatedAt: string;
  reopenedAt: string | null;
  resolvedAt: string | null;
  assignees: readonly User[];
  acknowledgedBy: User | null;
  /** Who changed its status last, and when. */
  lastChangeBy: Agent;
  statusSince: string;
  /** The incident that it was merged into, which resolves it. */
  mergedInto: Incident | null;
  readonly alerts: Alert[];
  readonly notes: Note[];
}

/** Who did it: a person, the integration of a service, or nobody that PagerDuty names. */
export type Agent =
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'integration'; readonly service: Service }
  | null;

/** What a V3 webhook tells about. */
export interface Happening {
  /** `incident.triggered` … */
  readonly type: string;
  readonly incident: Incident;
  readonly agent: Agent;
  /** Set when it is about something on the incident rather than about the incident itself. */
  readonly note?: Note;
  readonly responder?: { readonly asked: User | 'escalation policy'; readonly message: string };
  readonly statusUpdate?: { readonly id: string; readonly message: string };
}

/** Something that was altered, as `/v2/change/enqueue` heard of it. */
export interface ChangeEvent {
  readonly id: string;
  readonly service: Service;
  readonly at: string;
  readonly summary: string;
  readonly source: string;
  readonly details: unknown;
  readonly links: readonly { readonly href: string; readonly text?: string }[];
}

export interface World {
  readonly clock: SandboxClock;
  readonly users: readonly User[];
  readonly services: readonly Service[];
  readonly incidents: Incident[];
  readonly changes: ChangeEvent[];
  /** Told at once, in order. */
  readonly tell: (happening: Happening) => void;
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Ids that look like PagerDuty's and never come again, also not after a restart. */
export function newId(prefix: string, length: number): string {
  const letters = [...randomBytes(length - prefix.length)].map(
    (byte) => ALPHABET[byte % ALPHABET.length],
  );
  return prefix + letters.join('');
}

export interface NewIncident {
  readonly title: string;
  readonly service: Service;
  readonly key: string;
  readonly urgency: 'high' | 'low';
  readonly alert?: Alert;
}

export function openIncident(world: World, wanted: NewIncident, agent: Agent): Incident {
  const now = world.clock.now();
  const incident: Incident = {
    id: newId('Q', 14),
    number: world.incidents.length + 1,
    service: wanted.service,
    key: wanted.key,
    createdAt: now,
    title: wanted.title,
    status: 'triggered',
    urgency: wanted.urgency,
    priority: null,
    updatedAt: now,
    reopenedAt: null,
    resolvedAt: null,
    assignees: world.users.filter((user) => user.onCallLevel === 1),
    acknowledgedBy: null,
    lastChangeBy: agent,
    statusSince: now,
    mergedInto: null,
    alerts: wanted.alert === undefined ? [] : [wanted.alert],
    notes: [],
  };
  world.incidents.push(incident);
  world.tell({ type: 'incident.triggered', incident, agent });
  return incident;
}

/** False when it is resolved or acknowledged already. */
export function acknowledge(world: World, incident: Incident, agent: Agent): boolean {
  if (incident.status !== 'triggered') return false;
  change(world, incident, agent, { status: 'acknowledged' });
  incident.acknowledgedBy = agent?.kind === 'user' ? agent.user : null;
  world.tell({ type: 'incident.acknowledged', incident, agent });
  return true;
}

/** False when it is resolved already. Its alerts are resolved with it; a note comes as a note of its own. */
export function resolve(world: World, incident: Incident, agent: Agent, note = ''): boolean {
  if (incident.status === 'resolved') return false;
  change(world, incident, agent, { status: 'resolved', assignees: [] });
  incident.resolvedAt = incident.updatedAt;
  for (const alert of incident.alerts) alert.status = 'resolved';
  if (note !== '' && agent?.kind === 'user')
    annotate(world, incident, agent.user, `Resolution Note: ${note}`);
  world.tell({ type: 'incident.resolved', incident, agent });
  return true;
}

/** Its alerts become those of the other one. False when it is resolved already. */
export function merge(world: World, incident: Incident, into: Incident, agent: Agent): boolean {
  if (incident.status === 'resolved') return false;
  change(world, incident, agent, { status: 'resolved', assignees: [] });
  incident.resolvedAt = incident.updatedAt;
  incident.mergedInto = into;
  into.alerts.push(...incident.alerts.splice(0));
  world.tell({ type: 'incident.resolved', incident, agent });
  return true;
}

export function reopen(world: World, incident: Incident, agent: Agent): boolean {
  if (incident.status !== 'resolved') return false;
  const assignees = world.users.filter((user) => user.onCallLevel === 1);
  change(world, incident, agent, { status: 'triggered', assignees });
  incident.resolvedAt = null;
  incident.mergedInto = null;
  incident.reopenedAt = incident.updatedAt;
  world.tell({ type: 'incident.reopened', incident, agent });
  return true;
}

export function escalate(world: World, incident: Incident, agent: Agent): void {
  const assignees = world.users.filter((user) => user.onCallLevel === 2);
  change(world, incident, agent, { assignees });
  world.tell({ type: 'incident.escalated', incident, agent });
}

export function reassign(world: World, incident: Incident, to: User, agent: Agent): void {
  change(world, incident, agent, { assignees: [to] });
  world.tell({ type: 'incident.reassigned', incident, agent });
}

export function prioritize(world: World, incident: Incident, agent: Agent, priority: string): void {
  change(world, incident, agent, { priority });
  world.tell({ type: 'incident.priority_updated', incident, agent });
}

/** No webhook tells of it. */
export function urge(
  world: World,
  incident: Incident,
  agent: Agent,
  urgency: Incident['urgency'],
): void {
  change(world, incident, agent, { urgency });
}

export function annotate(world: World, incident: Incident, user: User, content: string): Note {
  const now = world.clock.now();
  const note: Note = { id: newId('P', 7), user, content, createdAt: now, updatedAt: now };
  incident.notes.push(note);
  world.tell({ type: 'incident.annotated', incident, agent: { kind: 'user', user }, note });
  return note;
}

function change(
  world: World,
  incident: Incident,
  agent: Agent,
  fields: Partial<Pick<Incident, 'status' | 'urgency' | 'priority' | 'assignees'>>,
): void {
  Object.assign(incident, fields);
  incident.updatedAt = world.clock.now();
  if (fields.status === undefined) return;
  incident.lastChangeBy = agent;
  incident.statusSince = incident.updatedAt;
}
