/** A PagerDuty REST answer is read by its shape, and a listing page by page. */
import { z } from 'zod';
import { PortError } from '../ports/port-error.ts';
import { ask, type PagerDutyCall, PagerDutyRefusal, type RestRequest } from './pagerduty-client.ts';

/** Throws PortError `malformed` when the answer does not have that shape. */
export async function askFor<T>(
  call: PagerDutyCall,
  shape: z.ZodType<T>,
  asked: RestRequest,
): Promise<T> {
  const { data } = await ask(call, asked);
  return readAs(call, shape, asked, data);
}

/** The same; null where PagerDuty has no such thing. */
export async function askForOne<T>(
  call: PagerDutyCall,
  shape: z.ZodType<T>,
  asked: RestRequest,
): Promise<T | null> {
  try {
    return await askFor(call, shape, asked);
  } catch (error) {
    if (error instanceof PagerDutyRefusal && error.status === 404) return null;
    throw error;
  }
}

export interface Listing<T> {
  /** Where the rows are in the answer: `incidents`. */
  readonly name: string;
  readonly row: z.ZodType<T>;
  /** Rows move between pages while they are read; the same key twice is one row. */
  readonly keyOf: (row: T) => string;
  /** No further page is read when there are so many. Default: no such number. */
  readonly enough?: number;
}

const PAGE_SIZE = 100;
/** Far from the 10,000th row, beyond which PagerDuty refuses every page. */
const MOST_PAGES = 10;

const Page = z.looseObject({ more: z.boolean().nullish() });

/** The rows of a listing in PagerDuty's order: at most the first 1,000. */
export async function askForAll<T>(
  call: PagerDutyCall,
  asked: RestRequest,
  listing: Listing<T>,
): Promise<readonly T[]> {
  const rows = new Map<string, T>();
  const enough = listing.enough ?? Number.POSITIVE_INFINITY;
  for (let page = 0; page < MOST_PAGES && rows.size < enough; page += 1) {
    const query = { ...asked.query, limit: String(PAGE_SIZE), offset: String(page * PAGE_SIZE) };
    const answer = await askFor(call, Page, { ...asked, query });
    const read = readAs(call, z.array(listing.row), asked, answer[listing.name]);
    for (const row of read) rows.set(listing.keyOf(row), row);
    if (answer.more !== true) break;
  }
  return [...rows.values()];
}

function readAs<T>(call: PagerDutyCall, shape: z.ZodType<T>, asked: RestRequest, data: unknown): T {
  const read = shape.safeParse(data);
  if (read.success) return read.data;
  throw new PortError('malformed', `${call.target.who} answered ${asked.path} in an unknown shape`);
}

/** An id as a part of a path: ids come in with webhooks, and one that is not plain could lead elsewhere. */
export function segment(id: string, what = 'incident'): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(id)) return id;
  throw new PortError('refused', `That is no PagerDuty ${what} id`);
}
