/** The counter is where jobs are handed in: it answers within two seconds, yes or no. */
import type { IQueueBackend } from 'bullmq';
import { PortError } from '../ports/port-error.ts';
import type { Job } from '../ports/yard.ts';
import { type Backend, type JobQueue, openQueue } from './backend.ts';
import { type Faults, faultText } from './faults.ts';
import { jobIdOf } from './job-id.ts';
import { within } from './within.ts';

/** Every question throws a PortError (`unavailable`) when the backend is away or slow. */
export interface Counter {
  add(job: Job): Promise<void>;
  /** Waiting, running and delayed, of every process. */
  busy(): Promise<number>;
  waiting(): Promise<number>;
  close(): Promise<void>;
}

const ANSWER_MS = 2000;

/** Waits at most two seconds for the backend; opens all the same when it is away. */
export async function openCounter<B extends IQueueBackend, C>(
  backend: Backend<B, C>,
  faults: Faults,
): Promise<Counter> {
  const desk = openDesk(backend, faults);

  async function ask<T>(what: string, question: (queue: JobQueue) => Promise<T>): Promise<T> {
    const queue = desk.queue();
    try {
      if (!backend.reachable()) throw new Error('not connected');
      const answer = queue.waitUntilReady().then(() => question(queue));
      const value = await within(ANSWER_MS, what, answer);
      faults.cleared();
      return value;
    } catch (error) {
      throw new PortError(
        'unavailable',
        `The job queue (${backend.name}) is away: ${faultText(error)}.`,
      );
    }
  }

  await within(ANSWER_MS, 'connecting', desk.queue().waitUntilReady()).catch(faults.report);
  return {
    add: async ({ kind, rowId, dedupe }) => {
      const options = { jobId: jobIdOf(dedupe) };
      await ask('adding a job', (queue) => queue.add(kind, { kind, rowId, dedupe }, options));
    },
    busy: () => ask('counting jobs', (q) => q.getJobCountByTypes('waiting', 'active', 'delayed')),
    waiting: () => ask('counting jobs', (q) => q.getJobCountByTypes('waiting')),
    close: desk.close,
  };
}

interface Desk {
  queue(): JobQueue;
  close(): Promise<void>;
}

/** One queue at a time: BullMQ keeps the failure of a first connection for ever, so such a queue is replaced. */
function openDesk<B extends IQueueBackend, C>(backend: Backend<B, C>, faults: Faults): Desk {
  let current = open();
  let closed = false;

  function open() {
    const opened = { queue: openQueue(backend, faults), broken: false };
    opened.queue.waitUntilReady().catch((error: unknown) => {
      if (closed) return;
      opened.broken = true;
      faults.report(error);
      void close(opened.queue);
    });
    return opened;
  }

  const close = (queue: JobQueue) =>
    within(ANSWER_MS, 'closing the queue', queue.close()).catch(faults.report);

  return {
    queue() {
      if (current.broken) current = open();
      return current.queue;
    },
    async close() {
      closed = true;
      await close(current.queue);
    },
  };
}
