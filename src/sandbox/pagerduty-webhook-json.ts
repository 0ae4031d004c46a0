/** The V3 webhooks' JSON: the same things as over REST, told differently. */
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
import type { Happening, Incident } from './pagerduty-world.ts';

/** `number`, `assignees`, and a priority that is only a reference. */
function webhookIncident(incident: Incident) {
  const priority = priorityNamed(incident.priority);
  return {
    id: incident.id,
    type: 'incident',
    self: `${API}/incidents/${incident.id}`,
    html_url: `${WEB}/incidents/${incident.id}`,
    number: incident.number,
    status: incident.status,
    incident_key: incident.key,
    created_at: wholeSeconds(incident.createdAt),
    reopened_at: incident.reopenedAt === null ? null : wholeSeconds(incident.reopenedAt),
    title: incident.title,
    service: serviceReference(incident.service),
    assignees: incident.assignees.map(userReference),
    escalation_policy: ESCALATION_POLICY,
    teams: [],
    priority:
      priority === null ? null : reference(priority.id, 'priority', 'priorities', priority.name),
    urgency: incident.urgency,
    conference_bridge: null,
    resolve_reason: resolveReason(incident),
    incident_type: { name: 'incident_default' },
  };
}

/** Longer notes are cut in webhooks; the whole text is to be had over REST. */
const TRIMMED_AT = 4096;

function webhookData(happening: Happening) {
  const incident = incidentReference(happening.incident);
  if (happening.note !== undefined) {
    const { id, content } = happening.note;
    const trimmed = content.length > TRIMMED_AT;
    return { incident, id, content: content.slice(0, TRIMMED_AT), trimmed, type: 'incident_note' };
  }
  if (happening.responder !== undefined) {
    const { asked, message } = happening.responder;
    const isPolicy = asked === 'escalation policy';
    return {
      incident,
      user: isPolicy ? null : userReference(asked),
      escalation_policy: isPolicy ? ESCALATION_POLICY : null,
      message,
      state: 'pending',
      type: 'incident_responder',
    };
  }
  if (happening.statusUpdate !== undefined) {
    const { id, message } = happening.statusUpdate;
    return { incident, id, message, trimmed: false, type: 'incident_status_update' };
  }
  return webhookIncident(happening.incident);
}

/** The envelope of a V3 webhook. */
export function webhookJson(id: string, occurredAt: string, happening: Happening) {
  return {
    event: {
      id,
      event_type: happening.type,
      resource_type: 'incident',
      occurred_at: occurredAt,
      agent: agentReference(happening.agent),
      client: null,
      data: webhookData(happening),
    },
  };
}

/** What the Test button and `POST …/ping` send. */
export function pingJson(id: string, occurredAt: string) {
  return {
    event: {
      id,
      event_type: 'pagey.ping',
      resource_type: 'pagey',
      occurred_at: occurredAt,
      agent: null,
      client: null,
      data: { message: 'Hello from your friend Pagey!', type: 'ping' },
    },
  };
}
