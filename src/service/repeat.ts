/** Repeats a piece of work on a beat: never two at once, and the same trouble is said once. */
import type { Log } from '../ports/log.ts';

export interface Repeat {
  start(): void;
  /** Waits for the work under way. */
  stop(): Promise<void>;
}

/** `every` in seconds; 0 never starts. */
export function repeat(
  name: string,
  every: number,
  work: () => Promise<unknown>,
  log: Log,
): Repeat {
  let timer: NodeJS.Timeout | null = null;
  let underWay: Promise<void> | null = null;
  let trouble = '';
  const once = async (): Promise<void> => {
    try {
      await work();
      trouble = '';
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (text !== trouble) log.warn(`${name} failed, will go on`, { error: text });
      trouble = text;
    }
  };
  return {
    start() {
      if (every === 0 || timer !== null) return;
      timer = setInterval(() => {
        underWay ??= once().finally(() => {
          underWay = null;
        });
      }, every * 1000);
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      await underWay;
    },
  };
}
