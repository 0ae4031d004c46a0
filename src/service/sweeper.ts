/** The sweeper looks every second for what is due: timers, retries, and what a crash left behind. */
import type { Log } from '../ports/log.ts';
import type { Yard } from '../ports/yard.ts';
import type { Dispatch } from './dispatch.ts';

export interface Sweeper {
  start(): void;
  /** Sweeps until nothing is due and no job runs. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** `every` in seconds; 0 never starts. */
export function createSweeper(dispatch: Dispatch, yard: Yard, log: Log, every: number): Sweeper {
  let timer: NodeJS.Timeout | null = null;
  let sweeping: Promise<unknown> | null = null;
  let trouble = '';
  const sweep = async (): Promise<void> => {
    try {
      await dispatch.sweep();
      trouble = '';
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      // The same trouble every second is said once.
      if (text !== trouble) log.warn('sweep failed, will go on', { error: text });
      trouble = text;
    }
  };
  return {
    start() {
      if (every === 0 || timer !== null) return;
      timer = setInterval(() => {
        if (sweeping !== null) return;
        sweeping = sweep().finally(() => {
          sweeping = null;
        });
      }, every * 1000);
    },
    async settle() {
      for (;;) {
        await dispatch.idle();
        const taken = await dispatch.sweep();
        // A queue that is away is not waited for: its rows come due again.
        const busy = await yard.busy().catch(() => 0);
        if (taken === 0 && busy === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      await sweeping;
      await dispatch.idle();
    },
  };
}
