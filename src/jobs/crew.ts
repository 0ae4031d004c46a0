/** The crew takes jobs and does them; it can be told to stop, and stops in bounded time. */
import type { IQueueBackend } from 'bullmq';
import type { Log } from '../ports/log.ts';
import type { Job } from '../ports/yard.ts';
import { type Backend, openWorker } from './backend.ts';
import type { Faults } from './faults.ts';
import { within } from './within.ts';

export interface Crew {
  running(): number;
  /** Jobs taken since it was hired. */
  taken(): number;
  /** Takes nothing more and lets running jobs finish within `patienceMs`; what is left then runs again elsewhere. */
  dismiss(patienceMs: number): Promise<void>;
}

const CLOSING_MS = 5000;
/** Longer than a connection may take to be made. */
const READY_MS = 2500;

/** Begins to take jobs as soon as the backend can be reached; does not wait for that. */
export function hireCrew<B extends IQueueBackend, C>(
  backend: Backend<B, C>,
  work: (job: Job) => Promise<void>,
  concurrency: number,
  faults: Faults,
  log: Log,
): Crew {
  const hands = countHands(work);
  const worker = openWorker(backend, hands.work, concurrency, faults, log);
  let ready = false;
  let dismissed = false;

  const started = worker.waitUntilReady().then(() => {
    ready = true;
  });
  const run = async () => {
    await started;
    if (!dismissed) await worker.run();
  };
  run().catch((error: unknown) => {
    if (!dismissed) faults.report(error);
  });

  return {
    running: hands.running,
    taken: hands.taken,
    async dismiss(patienceMs) {
      dismissed = true;
      await worker.pause(true);
      const quiet = await hands.finished(patienceMs);
      if (!quiet) log.warn('jobs did not finish in time and will run again');
      // Closed while it connects, BullMQ's worker makes one more connection afterwards, which nobody ends.
      if (backend.reachable()) {
        await within(READY_MS, 'the worker', started).catch(() => undefined);
      }
      // Closing politely talks to the backend, and would wait for one that is away.
      const force = !(quiet && ready && backend.reachable());
      await within(CLOSING_MS, 'closing the worker', worker.close(force)).catch(faults.report);
    },
  };
}

/** The same work, counted. */
function countHands(work: (job: Job) => Promise<void>) {
  const running = new Set<Promise<void>>();
  let taken = 0;
  return {
    running: () => running.size,
    taken: () => taken,
    async work(job: Job): Promise<void> {
      taken += 1;
      const done = work(job);
      running.add(done);
      try {
        await done;
      } finally {
        running.delete(done);
      }
    },
    /** True when all of them ended, well or badly, within the time. */
    finished: (milliseconds: number): Promise<boolean> =>
      within(milliseconds, 'the running jobs', Promise.allSettled(running)).then(
        () => true,
        () => false,
      ),
  };
}
