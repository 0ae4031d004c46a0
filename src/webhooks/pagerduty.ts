/** The PagerDuty door: a V3 webhook event becomes an event in our words; what we do not act on is named and left alone. */
import type { z } from 'zod';
import type { Instant } from '../domain/instant.ts';
import { cleanLine, cleanText } from '../domain/plain-text.ts';
import { claimedTime } from './claimed-time.ts';
import {
  envelopeSchema,
  incidentSchema,
  MAX_ID,
  noteSchema,
  type Reference,
} from './pagerduty-schema.ts';

/** The parts of an incident's life that we follow. */
const CHANGES = [
  'triggered',
  'acknowledged',
  'unacknowledged',
  'resolved',
  'reopened',
  'escalated',
  'delegated',
  'reassigned',
  'priority_updated',
  'service_updated',
] as const;

type PagerdutyChange = (typeof CHANGES)[number];

/** Event types that are acted on: a subscription should ask for all of them. */
export const HEEDED_TYPES: readonly string[] = [
  ...CHANGES.map((change) => `incident.${change}`),
  'incident.annotated',
];

/** A note on an incident, as somebody wrote it. */
interface PagerdutyNote {
  readonly kind: 'note';
  readonly vendorIncidentId: string;
  readonly noteId: string;
  readonly text: string;
  /** PagerDuty cut the text; the whole note is to be fetched. */
  readonly trimmed: boolean;
}

interface PagerdutyIncidentChange {
  readonly kind: 'incident';
  readonly vendorIncidentId: string;
  readonly change: PagerdutyChange;
  readonly title: string;
  /** `triggered`, `acknowledged` or `resolved`. */
  readonly status: string;
  /** `high` or `low`. */
  readonly urgency: string;
  /** The incident's page; text only, empty when there is none. */
  readonly url: string;
  /** The Events API dedup key of an incident that one event opened. */
  readonly incidentKey: string | null;
  readonly service: { readonly id: string; readonly name: string } | null;
  /** `P1`: PagerDuty's name of the priority. */
  readonly priority: string | null;
  readonly createdAt: Instant | null;
  /** The incident that this one was merged into, which is why it is resolved. */
  readonly mergedInto: string | null;
}

export interface PagerdutyEvent {
  /** Opaque, unique per event; the same on every delivery attempt. */
  readonly eventId: string;
  /** `incident.annotated` … */
  readonly type: string;
  readonly occurredAt: Instant | null;
  /** Who did it; null when it was automation. */
  readonly agent: { readonly id: string; readonly name: string; readonly isUser: boolean } | null;
  readonly subject:
    | PagerdutyNote
    | PagerdutyIncidentChange
    | { readonly kind: 'ping' }
    /** Known or unknown: accepted and ignored. */
    | { readonly kind: 'other'; readonly type: string };
}

export type ReadPagerduty =
  | { readonly ok: true; readonly value: PagerdutyEvent }
  | { readonly ok: false; readonly error: { readonly reason: string } };

const MAX_LINE = 1024;
const MAX_NOTE = 32_768;

/** Reads a parsed and verified body. The reason of a refusal names the field, never the sender's text. */
export function readPagerduty(body: unknown): ReadPagerduty {
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success) return unusable('', envelope.error);
  const { event } = envelope.data;
  const subject = readSubject(event.event_type, event.data);
  if (!subject.ok) return subject;
  const value = {
    eventId: cleanLine(event.id, MAX_ID),
    type: cleanLine(event.event_type, MAX_ID),
    occurredAt: claimedTime(event.occurred_at),
    agent: readAgent(event.agent),
    subject: subject.value,
  };
  return { ok: true, value };
}

type Subject =
  | { readonly ok: true; readonly value: PagerdutyEvent['subject'] }
  | Extract<ReadPagerduty, { ok: false }>;

function readSubject(type: string, data: unknown): Subject {
  if (type === 'pagey.ping') return { ok: true, value: { kind: 'ping' } };
  if (type === 'incident.annotated') return readNote(data);
  const change = CHANGES.find((known) => type === `incident.${known}`);
  if (change !== undefined) return readChange(change, data);
  return { ok: true, value: { kind: 'other', type: cleanLine(type, MAX_ID) } };
}

function readNote(data: unknown): Subject {
  const note = noteSchema.safeParse(data);
  if (!note.success) return unusable('event.data.', note.error);
  const value = {
    kind: 'note',
    // `data.id` is the note's own id.
    vendorIncidentId: cleanLine(note.data.incident.id, MAX_ID),
    noteId: cleanLine(note.data.id, MAX_ID),
    text: cleanText(note.data.content, MAX_NOTE),
    trimmed: note.data.trimmed,
  } as const;
  return { ok: true, value };
}

function readChange(change: PagerdutyChange, data: unknown): Subject {
  const incident = incidentSchema.safeParse(data);
  if (!incident.success) return unusable('event.data.', incident.error);
  const { service, priority, resolve_reason: reason, ...own } = incident.data;
  const vendorIncidentId = cleanLine(own.id, MAX_ID);
  const value = {
    kind: 'incident',
    vendorIncidentId,
    change,
    title: text(own.title) || `PagerDuty incident ${vendorIncidentId}`,
    status: text(own.status),
    urgency: text(own.urgency),
    url: text(own.html_url),
    incidentKey: text(own.incident_key) || null,
    service: service ? { id: cleanLine(service.id, MAX_ID), name: text(service.summary) } : null,
    priority: text(priority?.summary) || null,
    createdAt: claimedTime(own.created_at),
    mergedInto: reason?.incident ? cleanLine(reason.incident.id, MAX_ID) : null,
  } as const;
  return { ok: true, value };
}

function readAgent(agent: Reference | null | undefined): PagerdutyEvent['agent'] {
  if (!agent) return null;
  const agentId = cleanLine(agent.id, MAX_ID);
  const isUser = agent.type === 'user_reference' || agent.type === 'user';
  return { id: agentId, name: text(agent.summary) || agentId, isUser };
}

function text(value: string | null | undefined): string {
  return cleanLine(value ?? '', MAX_LINE);
}

function unusable(place: string, error: z.ZodError): Extract<ReadPagerduty, { ok: false }> {
  const [issue] = error.issues;
  const path = place + (issue?.path.join('.') ?? '');
  return { ok: false, error: { reason: `${path || 'the body'}: ${issue?.message ?? 'unusable'}` } };
}
