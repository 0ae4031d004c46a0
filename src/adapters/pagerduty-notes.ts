/** PagerDuty notes are the console on the engineer's phone: read and written over the REST API. */
import { z } from 'zod';
import { type Notes, OWN_NOTE } from '../ports/pager.ts';
import { clip } from './clipped.ts';
import { type PagerDutyCall, type PagerDutyRestOptions, restCall } from './pagerduty-client.ts';
import { askFor, askForAll, segment } from './pagerduty-rest-answer.ts';

/** Throws PortError `refused` for an unusable URL. */
export function createPagerDutyNotes(options: PagerDutyRestOptions): Notes {
  const call = restCall(options);
  return {
    write: (incidentId, text) => write(call, options.from, incidentId, text),
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
  const marked = text.startsWith(OWN_NOTE) ? text : `${OWN_NOTE} ${text}`;
  const answer = await askFor(call, z.object({ note: z.object({ id: z.string() }) }), {
    method: 'post',
    path: `/incidents/${segment(incidentId)}/notes`,
    from,
    body: { note: { content: clip(marked, NOTE_CHARS) } },
  });
  return answer.note.id;
}

const NoteList = z.object({
  notes: z.array(z.object({ id: z.string(), content: z.string() })),
});

async function read(
  call: PagerDutyCall,
  incidentId: string,
  noteId: string,
): Promise<string | null> {
  const path = `/incidents/${segment(incidentId)}/notes`;
  const { notes } = await askFor(call, NoteList, { method: 'get', path });
  return notes.find((note) => note.id === noteId)?.content ?? null;
}

const Alert = z.object({ id: z.string(), alert_key: z.string().nullish() });

async function dedupKeys(call: PagerDutyCall, incidentId: string): Promise<readonly string[]> {
  const path = `/incidents/${segment(incidentId)}/alerts`;
  const listing = { name: 'alerts', row: Alert, keyOf: (alert: { id: string }) => alert.id };
  const alerts = await askForAll(call, { method: 'get', path }, listing);
  return [...new Set(alerts.flatMap((alert) => alert.alert_key || []))];
}
