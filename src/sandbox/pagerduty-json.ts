/** The REST API's JSON of users, notes, alerts and incidents. */
import { createHash } from 'node:crypto';
import {
  API,
  agentReference,
  ESCALATION_POLICY,
  incidentReference,
  priorityNamed,
  reference,
  resolveReason,
  serviceReference,
  userReference,
  WEB,
  wholeSeconds,
} from './pagerduty-references.ts';
import type { Alert, Incident, Note, User } from './pagerduty-world.ts';

export function userJson(user: User) {
  return {
    ...userReference(user),
    type: 'user',
    name: user.name,
    email: user.email,
    time_zone: 'Asia/Ho_Chi_Minh',
    color: 'teal',
    role: user.role,
    avatar_url: `${WEB}/avatars/${user.id}.png`,
    description: null,
    invitation_sent: false,
    job_title: null,
    teams: (user.teams ?? []).map((name) => reference(teamId(name), 'team', 'teams', name)),
    contact_methods: [],
    notification_rules: [],
  };
}

export function escalationPolicyJson() {
  return {
    ...ESCALATION_POLICY,
    type: 'escalation_policy',
    name: ESCALATION_POLICY.summary,
    description: null,
    num_loops: 0,
    on_call_handoff_notifications: 'if_has_services',
    escalation_rules: [],
    services: [],
    teams: [],
  };
}

/** The same name is the same team. */
export function teamId(name: string): string {
  return `PT${createHash('sha256').update(name).digest('hex').slice(0, 5).toUpperCase()}`;
}

/** One person is on call in several ways; what comes from a schedule has an end, in the account's zone. */
export function onCallJson(user: User, now: string) {
  const level = user.onCallLevel ?? 1;
  const common = { user: userReference(user), escalation_policy: ESCALATION_POLICY };
  const until = new Date(Date.parse(now) + 86_400_000).toISOString();
  const schedule = reference('PSCHED1', 'schedule', 'schedules', 'The week');
  const times = { start: withOffset(now), end: withOffset(until) };
  return [
    { ...common, schedule, escalation_level: level + 1, ...times },
    { ...common, schedule: null, escalation_level: level, start: null, end: null },
  ];
}

/** Times of notes carry an offset, those of incidents do not. */
export function noteJson(note: Note) {
  return {
    id: note.id,
    user: userReference(note.user),
    channel: { summary: 'The PagerDuty website or APIs' },
    content: note.content,
    created_at: withOffset(note.createdAt),
    updated_at: withOffset(note.updatedAt),
  };
}

function withOffset(at: string): string {
  const local = new Date(Date.parse(at) + 7 * 3_600_000).toISOString();
  return `${local.slice(0, 19)}+07:00`;
}

export function alertJson(alert: Alert, incident: Incident) {
  return {
    id: alert.id,
    type: 'alert',
    summary: alert.summary,
    self: `${API}/incidents/${incident.id}/alerts/${alert.id}`,
    html_url: `${WEB}/alerts/${alert.id}`,
    created_at: wholeSeconds(alert.createdAt),
    status: alert.status,
    alert_key: alert.key,
    service: serviceReference(incident.service),
    body: {
      type: 'alert_body',
      contexts: alert.links.map((link) => ({ type: 'link', ...link })),
      details: alert.details ?? {},
      cef_details: { details: alert.details ?? {}, severity: alert.severity, dedup_key: alert.key },
    },
    incident: incidentReference(incident),
    suppressed: false,
    severity: alert.severity,
    integration: agentReference({ kind: 'integration', service: incident.service }),
  };
}

/** `incident_number`, `assignments` and a summary with the number in it. */
export function incidentJson(incident: Incident) {
  return {
    ...incidentReference(incident),
    type: 'incident',
    summary: `[#${incident.number}] ${incident.title}`,
    incident_number: incident.number,
    title: incident.title,
    created_at: wholeSeconds(incident.createdAt),
    status: incident.status,
    incident_key: incident.key,
    service: serviceReference(incident.service),
    escalation_policy: ESCALATION_POLICY,
    teams: [],
    priority: priorityNamed(incident.priority),
    urgency: incident.urgency,
    incident_type: { name: 'incident_default' },
    ...stateJson(incident),
    is_mergeable: true,
    pending_actions: [],
    alert_grouping: null,
    first_trigger_log_entry: reference(
      `R${incident.id.slice(1)}`,
      'trigger_log_entry',
      'log_entries',
      `Triggered: ${incident.title}`,
    ),
    resolve_reason: resolveReason(incident),
    incidents_responders: [],
    responder_requests: [],
  };
}

/** Who has it, what became of it, and its alerts in numbers. */
function stateJson(incident: Incident) {
  const at = wholeSeconds(incident.updatedAt);
  const { acknowledgedBy, lastChangeBy } = incident;
  const count = (status: string) =>
    incident.alerts.filter((alert) => alert.status === status).length;
  return {
    updated_at: at,
    assigned_via: 'escalation_policy',
    assignments: incident.assignees.map((user) => ({
      at: wholeSeconds(incident.createdAt),
      assignee: userReference(user),
    })),
    acknowledgements:
      acknowledgedBy === null ? [] : [{ at, acknowledger: userReference(acknowledgedBy) }],
    last_status_change_at: wholeSeconds(incident.statusSince),
    last_status_change_by: agentReference(lastChangeBy) ?? serviceReference(incident.service),
    resolved_at: incident.resolvedAt === null ? null : wholeSeconds(incident.resolvedAt),
    alert_counts: {
      all: incident.alerts.length,
      triggered: count('triggered'),
      resolved: count('resolved'),
    },
  };
}
