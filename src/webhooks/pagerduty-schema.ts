/** The few fields of PagerDuty V3 webhooks that we use; the ones we cannot do without are required, all others may be missing or wrong. */
import { z } from 'zod';

/** Ids are opaque text: some are 38 digits. */
export const MAX_ID = 128;

const id = z.string().min(1).max(MAX_ID);
const line = z.string().nullish().catch(null);
const reference = z.looseObject({ id, type: line, summary: line });
export type Reference = z.infer<typeof reference>;

const optionalReference = reference.nullish().catch(null);

/** The envelope of every event; `data` is read by its event type. */
export const envelopeSchema = z.looseObject({
  event: z.looseObject({
    id,
    event_type: id,
    occurred_at: z.unknown().optional(),
    agent: optionalReference,
    data: z.unknown().optional(),
  }),
});

/** `data` of `incident.annotated`. */
export const noteSchema = z.looseObject({
  id,
  content: z.string(),
  trimmed: z.boolean().catch(false),
  incident: reference,
});

/** `data` of every event about the incident itself. */
export const incidentSchema = z.looseObject({
  id,
  title: line,
  status: line,
  urgency: line,
  html_url: line,
  incident_key: line,
  created_at: z.unknown().optional(),
  service: optionalReference,
  priority: z.looseObject({ summary: line }).nullish().catch(null),
  resolve_reason: z.looseObject({ incident: optionalReference }).nullish().catch(null),
});
