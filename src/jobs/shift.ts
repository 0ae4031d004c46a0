/** A shift is a crew and the watch over it: a stuck crew is replaced without anybody asking. */
import type { Log } from '../ports/log.ts';
import type { Crew } from './crew.ts';
import { createWatch } from './watch.ts';

export interface ShiftPlan {
  readonly hire: () => Crew;
  readonly waiting: () => Promise<number>;
  readonly concurrency: number;
  readonly patienceMs: number;
  readonly log: Log;
}

export interface Shift {
  end(): Promise<void>;
}

const LOOK_MS = 5000;

export function beginShift({ hire, waiting, concurrency, patienceMs, log }: ShiftPlan): Shift {
  const leaving = new Set<Promise<void>>();
  let crew = hire();
  let stuck = watch(crew);

  function watch(watched: Crew): () => Promise<boolean> {
    const free = () => watched.running() < concurrency;
    return createWatch({ waiting, taken: watched.taken, free });
  }

  function dismiss(leaver: Crew): void {
    const left = leaver.dismiss(patienceMs).finally(() => leaving.delete(left));
    leaving.add(left);
  }

  let ended = false;
  async function look(): Promise<void> {
    if (!(await stuck()) || ended) return;
    log.warn('the worker takes no jobs although some wait; it is replaced');
    dismiss(crew);
    crew = hire();
    stuck = watch(crew);
  }
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();

  return {
    async end() {
      ended = true;
      clearInterval(timer);
      dismiss(crew);
      await Promise.all(leaving);
    },
  };
}
