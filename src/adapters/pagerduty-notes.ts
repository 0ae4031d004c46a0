/** PagerDuty notes are the console on the engineer's phone: read and written over the REST API. */
import { z } from 'zod';
import type { Instant } from '../domain/instant.ts';
import { type Notes, OWN_NOTE } from '../ports/pager.ts';
import { clip } from './clipped.ts';
import { type PagerDutyCall, type PagerDutyRestOptions, restCall } from './pagerduty-client.ts';
import { Time } from './pagerduty-field-answer.ts';
import { askFor, askForAll, segment } from './pagerduty-rest-answer.ts';

/** Throws PortError `refused` for an unusable URL. */
export function createPagerDutyNotes(options: PagerDutyRestOptions): Notes {
  const call = restCall(options);
  return {
    write: (incidentId, text) => write(call, options.from, incidentId, text),
    isWritten: (incidentId, text, since) => isWritten(call, incidentId, text, since),
    read: (incidentId, noteId) => read(call, incidentId, noteId),
    dedupKeys: (incidentId) => dedupKeys(call, incidentId),
  };
}

const NOTE_CHARS = 2000;

async function write(
  call: PagerDutyCall,
  from: string,
  incidentId: string,
  text: string,
): Promise<string> {
  const answer = await askFor(call, z.object({ note: z.object({ id: z.string() }) }), {
    method: 'post',
    path: `/incidents/${segment(incidentId)}/notes`,
    from,
    body: { note: { content: contentOf(text) } },
  });
  return answer.note.id;
}

function contentOf(text: string): string {
  const marked = text.startsWith(OWN_NOTE) ? text : `${OWN_NOTE} ${text}`;
  return clip(marked, NOTE_CHARS);
}

/** PagerDuty may take the space at the ends away. */
async function isWritten(
  call: PagerDutyCall,
  incidentId: string,
  text: string,
  since: Instant,
): Promise<boolean> {
  const content = contentOf(text).trim();
  const notes = await notesOf(call, incidentId);
  return notes.some((note) => note.content.trim() === content && note.created_at >= since);
}

const NoteList = z.object({
  notes: z.array(z.object({ id: z.string(), content: z.string(), created_at: Time })),
});

async function read(
  call: PagerDutyCall,
  incidentId: string,
  noteId: string,
): Promise<string | null> {
  const notes = await notesOf(call, incidentId);
  return notes.find((note) => note.id === noteId)?.content ?? null;
}

async function notesOf(call: PagerDutyCall, incidentId: string) {
  const path = `/incidents/${segment(incidentId)}/notes`;
  return (await askFor(call, NoteList, { method: 'get', path })).notes;
}

const Alert = z.object({ id: z.string(), alert_key: z.string().nullish() });

async function dedupKeys(call: PagerDutyCall, incidentId: string): Promise<readonly string[]> {
  const path = `/incidents/${segment(incidentId)}/alerts`;
  const listing = { name: 'alerts', row: Alert, keyOf: (alert: { id: string }) => alert.id };
  const alerts = await askForAll(call, { method: 'get', path }, listing);
  return [...new Set(alerts.flatMap((alert) => alert.alert_key || []))];
}
