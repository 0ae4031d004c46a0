/** Keeps the postmaster running: one that ends without having been told to is started again on its port. */
import type { Log } from '../ports/log.ts';
import { type Postmaster, signal, stopPostmaster } from './postmaster.ts';
import { startOf } from './running-process.ts';

const LOOK_EVERY_MS = 500;

export interface Kept {
  /** Stops the watch and then the server. */
  stop(): Promise<void>;
}

export function keepRunning(
  first: Postmaster,
  startAgain: (port: number) => Promise<Postmaster>,
  log: Log,
): Kept {
  let current = first;
  let isStopping = false;
  let repair: Promise<void> | null = null;
  // Whatever ends this process in an orderly way takes the server along; only kill -9 leaves it behind.
  const farewell = () => signal(current.pid, 'SIGINT');
  process.once('exit', farewell);

  const look = async (): Promise<void> => {
    if ((await startOf(current.pid)) !== null || isStopping) return;
    log.error(`PostgreSQL (process ${current.pid}) ended by itself: starting it again`);
    try {
      current = await startAgain(current.port);
    } catch (error) {
      log.error('PostgreSQL could not be started again, it will be tried further', { error });
    }
  };
  const watch = setInterval(() => {
    repair ??= look().finally(() => {
      repair = null;
    });
  }, LOOK_EVERY_MS);
  watch.unref();

  return {
    async stop() {
      isStopping = true;
      clearInterval(watch);
      await repair;
      await stopPostmaster(current.pid);
      process.off('exit', farewell);
    },
  };
}
