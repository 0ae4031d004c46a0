/** Dispatch does what the outbox says is due: at once after a commit, and by sweeping for what a crash left behind. */
import type { KindOn, Lane } from '../domain/effect.ts';
import type { Outbox, OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { placeCall } from './call.ts';
import { sendNote } from './note.ts';
import { sendPage } from './page.ts';
import type { Parts } from './parts.ts';
import { retryAt } from './retry.ts';
import { tellChat } from './tell-chat.ts';
import { ringTimer } from './timer.ts';

/** Longer than a send with its look-ups may take, and short enough that a crash delays a page by seconds only. */
const LEASE_SECONDS: Readonly<Record<Lane, number>> = {
  pager: 20,
  note: 30,
  chat: 30,
  call: 45,
  job: 30,
  timer: 12,
};
const LANES = ['pager', 'timer', 'call', 'note', 'chat', 'job'] as const;
const BATCH = 50;

/** More of one lane than this is not sent at a time. */
const MOST_UNDER_WAY = 500;

export interface Dispatch {
  /** Sends what is due for these incidents without waiting; errors stay in the outbox. */
  wake(incidentIds: readonly string[]): void;
  /** Begins everything that is due, without waiting for its end; returns how many rows it took. */
  sweep(): Promise<number>;
  /** Waits for what `wake` and `sweep` started. */
  idle(): Promise<void>;
}

export function createDispatch(parts: Parts): Dispatch {
  const running = new Set<Promise<unknown>>();
  const underWay = new Map(LANES.map((lane) => [lane, new Set<string>()]));
  const inBackground = (work: Promise<unknown>): void => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };
  /** Rows whose lease ran out while we still carry them stay with us. */
  const claim = async (lane: Lane, incidentId?: string): Promise<readonly OutboxRow[]> => {
    const carried = underWay.get(lane) ?? new Set();
    const limit = Math.min(BATCH, MOST_UNDER_WAY - carried.size);
    if (limit <= 0) return [];
    const now = parts.clock.now();
    const rows = await parts.outbox.claim(lane, now, LEASE_SECONDS[lane], limit, incidentId);
    const fresh = rows.filter(({ id }) => !carried.has(id));
    for (const { id } of fresh) carried.add(id);
    return fresh;
  };
  const carryAll = async (lane: Lane, rows: readonly OutboxRow[]): Promise<void> => {
    const carried = underWay.get(lane);
    const one = (row: OutboxRow) => carry(parts, lane, row).finally(() => carried?.delete(row.id));
    await Promise.all(threadsOf(lane, rows).map((thread) => inTurn(thread, one)));
  };
  /** Not waited for: what hangs must not keep the next sweep from what comes due meanwhile. */
  const begin = async (lane: Lane): Promise<number> => {
    const rows = await claim(lane);
    inBackground(carryAll(lane, rows));
    return rows.length;
  };
  const drain = async (incidentId: string): Promise<void> => {
    for (const lane of LANES) {
      for (;;) {
        const rows = await claim(lane, incidentId);
        if (rows.length === 0) break;
        await carryAll(lane, rows);
      }
    }
  };
  return {
    wake(incidentIds) {
      for (const id of new Set(incidentIds)) {
        const work = drain(id).catch((error: unknown) => {
          parts.log.warn('dispatch stopped, the sweeper goes on', { incident_id: id, error });
        });
        inBackground(work);
      }
    },
    async sweep() {
      // Each lane on its own: what one has claimed is carried also when another's claim fails.
      const taken = await Promise.allSettled(LANES.map(begin));
      return totalOf(taken);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Throws what the first failure was. */
function totalOf(counts: readonly PromiseSettledResult<number>[]): number {
  return counts.reduce((sum, each) => {
    if (each.status === 'rejected') throw each.reason;
    return sum + each.value;
  }, 0);
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

async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (const item of items) await work(item);
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
  chat: tellChat,
  call: placeCall,
  timer: ringTimer,
  job: enqueue,
};

/** The row stays undone until the job is; when its lease runs out it is brought again, and the queue knows it by its key. */
async function enqueue(parts: Parts, row: OutboxRow): Promise<void> {
  await parts.yard.add({ kind: row.kind as KindOn<'job'>, rowId: row.id, dedupe: row.dedupe });
}
