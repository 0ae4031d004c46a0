/** Replays deliveries that a running service kept, and prints what became of each. */
import { type ApiOptions, callApi } from './api-client.ts';

interface Listed {
  readonly deliveries: readonly { readonly id: string }[];
  readonly next_cursor: string | null;
}

interface Answer {
  readonly outcome?: string;
  readonly reason?: string;
  /** Of the problem, where there was nothing to replay. */
  readonly detail?: string;
}

/** Exit code 1 where it stays in quarantine, or was not there. */
export async function replayDelivery(id: string, options: ApiOptions): Promise<void> {
  const path = `/api/v1/deliveries/${encodeURIComponent(id)}/replay`;
  const { body } = await callApi(options, 'POST', path, undefined, [409]);
  const { outcome = 'not replayed', reason, detail = reason } = body as Answer;
  process.stdout.write(`${id} ${outcome}${detail === undefined ? '' : `: ${detail}`}\n`);
  if (!['used', 'ignored', 'duplicate'].includes(outcome)) process.exitCode = 1;
}

/** The oldest first, as they came; exit code 1 where one stays. */
export async function replayQuarantine(options: ApiOptions): Promise<void> {
  const ids = await quarantined(options);
  if (ids.length === 0) process.stderr.write('Nothing is in quarantine.\n');
  for (const id of ids.reverse()) await replayDelivery(id, options);
}

/** All of them before the first is replayed: what is replayed leaves the list. */
async function quarantined(options: ApiOptions): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ state: 'quarantined', limit: '200' });
    if (cursor !== null) query.set('cursor', cursor);
    const { body } = await callApi(options, 'GET', `/api/v1/deliveries?${query}`);
    const page = body as Listed;
    ids.push(...page.deliveries.map(({ id }) => id));
    cursor = page.next_cursor;
  } while (cursor !== null);
  return ids;
}
