/** A backend keeps the jobs; queues and workers are made the same way over every one of them. */
import { type BackendFactory, type IQueueBackend, Queue, Worker } from 'bullmq';
import type { Log } from '../ports/log.ts';
import type { Job } from '../ports/yard.ts';
import type { Faults } from './faults.ts';

/** Where jobs are kept, and how to reach it. `reachable` is false only while it is known to be away. */
export interface Backend<B extends IQueueBackend = IQueueBackend, C = unknown> {
  readonly name: string;
  readonly factory: BackendFactory<B, C>;
  readonly forQueue: C;
  readonly forWorker: C;
  reachable(): boolean;
  close(): Promise<void>;
}

export interface JobQueue {
  add(kind: Job['kind'], job: Job, options: { jobId: string }): Promise<unknown>;
  getJobCountByTypes(...types: ('waiting' | 'active' | 'delayed')[]): Promise<number>;
  waitUntilReady(): Promise<void>;
  close(): Promise<void>;
}

export interface JobWorker {
  waitUntilReady(): Promise<void>;
  run(): Promise<void>;
  pause(doNotWaitActive: boolean): Promise<void>;
  close(force: boolean): Promise<void>;
}

const QUEUE_NAME = 'tocsin';
const KEY_PREFIX = 'tocsin';
/** A job of a process that died is taken by another within two of these. */
const LOCK_MS = 5000;
/** Deaths of processes under one job until it is left to the outbox, which is slower: more than a bad night has. */
const MOST_DEATHS = 1000;
/** How long a worker rests after a failed take before it asks again. */
const REST_MS = 1000;

export function openQueue<B extends IQueueBackend, C>(
  backend: Backend<B, C>,
  faults: Faults,
): JobQueue {
  const queue = new Queue<Job, void, Job['kind'], Job, void, Job['kind'], B, C>(
    QUEUE_NAME,
    {
      connection: backend.forQueue,
      prefix: KEY_PREFIX,
      // Retrying belongs to the outbox: a job that ended, well or badly, must not hold its id.
      defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
      streams: { events: { maxLen: 100 } },
    },
    backend.factory,
  );
  queue.on('error', faults.report);
  return queue;
}

/** A worker that is not yet running: wait until it is ready, then run it. */
export function openWorker<B extends IQueueBackend, C>(
  backend: Backend<B, C>,
  work: (job: Job) => Promise<void>,
  concurrency: number,
  faults: Faults,
  log: Log,
): JobWorker {
  const worker = new Worker<Job, void, Job['kind'], B, number, C>(
    QUEUE_NAME,
    (job) => work(job.data),
    {
      connection: backend.forWorker,
      prefix: KEY_PREFIX,
      concurrency,
      autorun: false,
      lockDuration: LOCK_MS,
      stalledInterval: LOCK_MS,
      maxStalledCount: MOST_DEATHS,
      runRetryDelay: REST_MS,
    },
    takingCalmly(backend.factory, faults),
  );
  worker.on('error', faults.report);
  worker.on('failed', (job, error) => {
    log.warn('a job failed; the outbox brings it again', { ...job?.data, err: error });
  });
  return worker;
}

/** BullMQ asks again at once after every error but a refused connection, as fast as it can; this one rests first. */
function takingCalmly<B extends IQueueBackend, C>(
  factory: BackendFactory<B, C>,
  faults: Faults,
): BackendFactory<B, C> {
  return (name, options, kind) => {
    const backend = factory(name, options, kind);
    const take = backend.moveToActive.bind(backend);
    backend.moveToActive = async (token, workerName) => {
      try {
        const taken = await take(token, workerName);
        faults.cleared();
        return taken;
      } catch (error) {
        await new Promise((resolve) => setTimeout(resolve, REST_MS));
        throw error;
      }
    };
    return backend;
  };
}
