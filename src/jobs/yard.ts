/** The yard over BullMQ: in Redis when there is one, otherwise in the PostgreSQL that is there anyway. */
import type { IQueueBackend } from 'bullmq';
import type { Log } from '../ports/log.ts';
import type { Yard } from '../ports/yard.ts';
import type { Backend } from './backend.ts';
import { openCounter } from './counter.ts';
import { hireCrew } from './crew.ts';
import { createFaults, type FaultsByPart } from './faults.ts';
import { openPostgresBackend } from './postgres-backend.ts';
import { openRedisBackend } from './redis-backend.ts';
import { beginShift, type Shift } from './shift.ts';

export interface YardSettings {
  /** null keeps the jobs in PostgreSQL. */
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
  readonly log: Log;
  /** Jobs at the same time in this process; 4 unless told. */
  readonly concurrency?: number;
  /** How long `close` lets running jobs finish, in seconds; 10 unless told. */
  readonly patienceSeconds?: number;
}

/**
 * Opens while Redis is away: adding then throws until it is back. Throws when PostgreSQL keeps the jobs and is away.
 * `add` and `busy` throw a PortError within two seconds; `start` may be called once.
 */
export async function openYard(settings: YardSettings): Promise<Yard> {
  const log = settings.log.child({ component: 'jobs' });
  const faults = { queue: createFaults(log, 'queue'), worker: createFaults(log, 'worker') };
  return settings.redisUrl === null
    ? yardOver(await openPostgresBackend(settings.databaseUrl), settings, faults, log)
    : yardOver(openRedisBackend(settings.redisUrl, faults), settings, faults, log);
}

async function yardOver<B extends IQueueBackend, C>(
  backend: Backend<B, C>,
  { concurrency = 4, patienceSeconds = 10 }: YardSettings,
  faults: FaultsByPart,
  log: Log,
): Promise<Yard> {
  const counter = await openCounter(backend, faults.queue);
  const { add, busy, waiting } = counter;
  let shift: Shift | null = null;
  return {
    add,
    busy,
    async start(work) {
      if (shift !== null) throw new Error('The yard is at work already.');
      const hire = () => hireCrew(backend, work, concurrency, faults.worker, log);
      shift = beginShift({ hire, waiting, concurrency, patienceMs: patienceSeconds * 1000, log });
    },
    async close() {
      await shift?.end();
      await counter.close();
      await backend.close();
    },
  };
}
