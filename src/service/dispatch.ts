/** Dispatch does what the outbox says is due: at once after a commit, and by sweeping for what a crash left behind. */
import type { Lane } from '../domain/effect.ts';
import type { Outbox, OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import type { Job } from '../ports/yard.ts';
import { placeCall } from './call.ts';
import { sendNote } from './note.ts';
import { sendPage } from './page.ts';
import type { Parts } from './parts.ts';
import { retryAt } from './retry.ts';
import { ringTimer } from './timer.ts';

/** Longer than any send may take, and short enough that a crash delays a page by seconds only. */
const LEASE_SECONDS: Readonly<Record<Lane, number>> = {
  pager: 12,
  note: 30,
  call: 30,
  job: 30,
  timer: 12,
};
const LANES = ['pager', 'timer', 'call', 'note', 'job'] as const;
const BATCH = 50;

export interface Dispatch {
  /** Sends what is due for these incidents without waiting; errors stay in the outbox. */
  wake(incidentIds: readonly string[]): void;
  /** Does everything that is due; returns how many rows it took. */
  sweep(): Promise<number>;
  /** Waits for what `wake` started. */
  idle(): Promise<void>;
}

export function createDispatch(parts: Parts): Dispatch {
  const running = new Set<Promise<unknown>>();
  const take = async (lane: Lane, incidentId?: string): Promise<number> => {
    const now = parts.clock.now();
    const rows = await parts.outbox.claim(lane, now, LEASE_SECONDS[lane], BATCH, incidentId);
    await Promise.all(threadsOf(lane, rows).map((thread) => carryInTurn(parts, lane, thread)));
    return rows.length;
  };
  const drain = async (incidentId: string): Promise<void> => {
    for (const lane of LANES) while ((await take(lane, incidentId)) > 0);
  };
  return {
    wake(incidentIds) {
      for (const id of new Set(incidentIds)) {
        const work = drain(id).catch((error: unknown) => {
          parts.log.warn('dispatch stopped, the sweeper goes on', { incident_id: id, error });
        });
        running.add(work);
        void work.finally(() => running.delete(work));
      }
    },
    async sweep() {
      const counts = await Promise.all(LANES.map((lane) => take(lane)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Timers of one incident ring in their order, because one may make the next needless; all else goes side by side. */
function threadsOf(lane: Lane, rows: readonly OutboxRow[]): readonly (readonly OutboxRow[])[] {
  if (lane !== 'timer') return rows.map((row) => [row]);
  const threads = new Map<string, OutboxRow[]>();
  for (const row of rows) {
    const thread = threads.get(row.incidentId);
    if (thread === undefined) threads.set(row.incidentId, [row]);
    else thread.push(row);
  }
  return [...threads.values()];
}

async function carryInTurn(parts: Parts, lane: Lane, rows: readonly OutboxRow[]): Promise<void> {
  for (const row of rows) await carry(parts, lane, row);
}

/** A row that fails for a reason nobody foresaw is tried again, never lost. */
async function carry(parts: Parts, lane: Lane, row: OutboxRow): Promise<void> {
  try {
    await CARRIERS[lane](parts, row);
  } catch (error) {
    const about = { incident_id: row.incidentId, kind: row.kind };
    // A queue that is away says so itself, and once; not with every row that waits for it.
    if (error instanceof PortError)
      parts.log.debug('effect waits', { ...about, reason: error.message });
    else parts.log.error('effect failed', { ...about, error });
    await putBack(parts.outbox, row, parts.clock.now(), error);
  }
}

async function putBack(outbox: Outbox, row: OutboxRow, now: string, error: unknown): Promise<void> {
  const text = error instanceof Error ? error.message : String(error);
  // When the store is away too, the lease runs out and the sweeper finds the row.
  await outbox.retry(row.id, retryAt(now, row.attempts, null), text).catch(() => undefined);
}

const CARRIERS: Readonly<Record<Lane, (parts: Parts, row: OutboxRow) => Promise<void>>> = {
  pager: sendPage,
  note: sendNote,
  call: placeCall,
  timer: ringTimer,
  job: enqueue,
};

/** The row stays undone until the job is; when its lease runs out it is brought again, and the queue knows it by its key. */
async function enqueue(parts: Parts, row: OutboxRow): Promise<void> {
  await parts.yard.add({ kind: row.kind as Job['kind'], rowId: row.id, dedupe: row.dedupe });
}
