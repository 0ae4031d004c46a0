/** PagerDuty notes are the console on the engineer's phone: read and written over the REST API. */
import { z } from 'zod';
import { type Notes, OWN_NOTE } from '../ports/pager.ts';
import { PortError } from '../ports/port-error.ts';
import { clip } from './clipped.ts';
import { readTarget } from './outbound-target.ts';
import { ask, type PagerDutyCall, type RestRequest } from './pagerduty-client.ts';

export interface PagerDutyNotesOptions {
  readonly apiToken: string;
  /** Email of the PagerDuty user in whose name notes are written. */
  readonly from: string;
  /** Default `https://api.pagerduty.com`; plain http and any port work too. */
  readonly apiUrl?: string;
  /** For one request. Default 10,000. */
  readonly timeoutMs?: number;
  /** PEM of a private certificate authority. Default: the system's. */
  readonly ca?: string;
}

/** Throws PortError `refused` for an unusable URL. */
export function createPagerDutyNotes(options: PagerDutyNotesOptions): Notes {
  const call: PagerDutyCall = {
    target: readTarget('PagerDuty', options.apiUrl ?? 'https://api.pagerduty.com'),
    timeoutMs: options.timeoutMs ?? 10_000,
    secret: options.apiToken,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  };
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
  const answer = await request(call, z.object({ note: z.object({ id: z.string() }) }), {
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
  const { notes } = await request(call, NoteList, { method: 'get', path });
  return notes.find((note) => note.id === noteId)?.content ?? null;
}

const AlertPage = z.object({
  alerts: z.array(z.object({ alert_key: z.string().nullish() })),
  more: z.boolean().nullish(),
});

const PAGE_SIZE = 100;
/** An incident holds 1,000 alerts at most. */
const MOST_PAGES = 10;

async function dedupKeys(call: PagerDutyCall, incidentId: string): Promise<readonly string[]> {
  const keys = new Set<string>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await request(call, AlertPage, {
      method: 'get',
      path: `/incidents/${segment(incidentId)}/alerts`,
      query: { limit: String(PAGE_SIZE), offset: String(page * PAGE_SIZE) },
    });
    for (const alert of answer.alerts) if (alert.alert_key) keys.add(alert.alert_key);
    if (answer.more !== true) break;
  }
  return [...keys];
}

async function request<T>(
  call: PagerDutyCall,
  shape: z.ZodType<T>,
  asked: RestRequest,
): Promise<T> {
  const answer = shape.safeParse(await ask(call, asked));
  if (answer.success) return answer.data;
  throw new PortError('malformed', `${call.target.who} answered ${asked.path} in an unknown shape`);
}

/** Ids come in with webhooks; one that is not plain could lead to another path. */
function segment(incidentId: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(incidentId)) return incidentId;
  throw new PortError('refused', 'That is no PagerDuty incident id');
}
