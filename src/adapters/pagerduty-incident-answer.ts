/** A PagerDuty incident answer is an incident, an alert or a note as the REST API tells it, in our words. */
import { z } from 'zod';
import { cleanText } from '../domain/plain-text.ts';
import type { VendorAlert, VendorIncident, VendorNote } from '../ports/duty-board.ts';
import { flatDetails } from './pagerduty-details-answer.ts';
import { Address, idAndName, Line, Named, Time } from './pagerduty-field-answer.ts';

/** PagerDuty announces that more states may come; an incident in one of those still needs somebody. */
const IncidentState = z.enum(['triggered', 'acknowledged', 'resolved']).catch('triggered');

export const Incident = z
  .object({
    id: z.string(),
    title: Line.nullish(),
    summary: Line.nullish(),
    html_url: Address,
    status: IncidentState,
    urgency: z.enum(['high', 'low']).catch('high'),
    priority: Named.nullish(),
    incident_key: Line.nullish(),
    service: Named.nullish(),
    created_at: Time,
    acknowledgements: z.array(z.object({ acknowledger: Named.nullish() })).nullish(),
    assignments: z.array(z.object({ assignee: Named.nullish() })).nullish(),
    last_status_change_at: Time.nullish().catch(null),
    last_status_change_by: Named.nullish().catch(null),
    resolve_reason: z
      .object({ incident: z.object({ id: z.string() }) })
      .nullish()
      .catch(null),
  })
  .transform(
    (incident): VendorIncident => ({
      id: incident.id,
      title: incident.title || incident.summary || incident.id,
      url: incident.html_url,
      status: incident.status,
      urgency: incident.urgency,
      priority: incident.priority?.name ?? null,
      incidentKey: incident.incident_key || null,
      service: idAndName(incident.service ?? { id: '', name: '' }),
      createdAt: incident.created_at,
      acknowledgers: names((incident.acknowledgements ?? []).map((one) => one.acknowledger)),
      assignees: names((incident.assignments ?? []).map((one) => one.assignee)),
      statusSince: incident.last_status_change_at ?? null,
      statusBy: agent(incident.last_status_change_by),
      mergedInto: incident.resolve_reason?.incident.id ?? null,
    }),
  );

/** A service or an integration is an agent too; a bot has a reference of its own kind. */
function agent(by: z.infer<typeof Named> | null | undefined): VendorIncident['statusBy'] {
  return by ? { ...idAndName(by), isUser: isUser(by) } : null;
}

function isUser({ type }: z.infer<typeof Named>): boolean {
  return type === 'user_reference' || type === 'user';
}

/** Somebody who acknowledged twice is named once. */
function names(people: readonly ({ name: string } | null | undefined)[]): readonly string[] {
  return [...new Set(people.flatMap((person) => person?.name ?? []))];
}

/** What an event's sender said is seen in either place. */
const Details = z
  .object({
    details: z.unknown(),
    cef_details: z.object({ details: z.unknown() }).nullish().catch(null),
  })
  .nullish()
  .catch(null)
  .transform((body) => {
    const details = flatDetails(body?.details);
    const isEmpty = Object.keys(details).length === 0;
    return isEmpty ? flatDetails(body?.cef_details?.details) : details;
  });

export const Alert = z
  .object({
    id: z.string(),
    alert_key: Line.nullish(),
    summary: Line.nullish(),
    status: z.enum(['triggered', 'resolved']).catch('triggered'),
    severity: z.string().nullish(),
    created_at: Time,
    body: Details,
  })
  .transform(
    (alert): VendorAlert => ({
      id: alert.id,
      key: alert.alert_key ?? '',
      summary: alert.summary ?? '',
      status: alert.status,
      severity: alert.severity ?? null,
      createdAt: alert.created_at,
      details: alert.body,
    }),
  );

const NOTE_BYTES = 65_536;

export const Note = z
  .object({
    id: z.string(),
    content: z.string().transform((text) => cleanText(text, NOTE_BYTES)),
    created_at: Time,
    user: Named.nullish(),
  })
  .transform(
    ({ id, content, created_at, user }): VendorNote => ({
      id,
      text: content,
      createdAt: created_at,
      author: user && isUser(user) ? idAndName(user) : null,
    }),
  );
