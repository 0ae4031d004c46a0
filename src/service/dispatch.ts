/** Dispatch does what the outbox says is due: at once after a commit, and by sweeping for what a crash left behind. */
import { type KindOn, type Lane, laneOf } from '../domain/effect.ts';
import type { Outbox, OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { placeCall } from './call.ts';
import { createClaims, LANES } from './claims.ts';
import { sendNote } from './note.ts';
import { sendPage } from './page.ts';
import type { Parts } from './parts.ts';
import { retryAt } from './retry.ts';
import { tellChat } from './tell-chat.ts';
import { ringTimer } from './timer.ts';

/** Whose rows wait for earlier ones of their incident. */
const IN_ORDER: ReadonlySet<Lane> = new Set(['pager', 'note', 'chat']);

export interface Dispatch {
  /** Sends what is due for these incidents without waiting; errors stay in the outbox. */
  wake(incidentIds: readonly string[]): void;
  /** Begins everything that is due, without waiting for its end; returns how many rows it took. */
  sweep(): Promise<number>;
  /** Waits for what `wake` and `sweep` started. */
  idle(): Promise<void>;
  /** How often `wake` was called. */
  wakes(): number;
}

export function createDispatch(parts: Parts): Dispatch {
  const running = new Set<Promise<unknown>>();
  let wakes = 0;
  const claims = createClaims(parts);
  const inBackground = (work: Promise<unknown>): void => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };
  const carryAll = async (lane: Lane, rows: readonly OutboxRow[]): Promise<void> => {
    const one = (row: OutboxRow) => carry(parts, lane, row).finally(() => claims.letGo(row));
    await Promise.all(threadsOf(lane, rows).map((thread) => inTurn(thread, one)));
  };
  /** Not waited for: what hangs must not keep the next sweep from what comes due meanwhile. */
  const begin = async (lane: Lane): Promise<number> => {
    const rows = await claims.of(lane);
    inBackground(carryAll(lane, rows));
    return rows.length;
  };
  /** All lanes at once: what hangs on one holds up no other. */
  const drain = async (incidentId: string): Promise<void> => {
    for (;;) {
      const rows = await claims.ofIncident(incidentId);
      const on = (lane: Lane) => rows.filter(({ kind }) => laneOf(kind) === lane);
      await Promise.all(LANES.map((lane) => carryAll(lane, on(lane))));
      // What was carried wakes us itself where it led to more; only what had to wait for it is left.
      if (!rows.some(({ kind }) => IN_ORDER.has(laneOf(kind)))) return;
    }
  };
  return {
    wake(incidentIds) {
      wakes += 1;
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
    wakes: () => wakes,
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
