/** Faults are logged once each until things work again, because a server that is down says so every second. */
import type { Log } from '../ports/log.ts';

export interface Faults {
  report(error: unknown): void;
  /** Called whenever it worked; the first time after a fault is logged. */
  cleared(): void;
}

/** Queue and worker have connections of their own, and fail and recover apart. */
export interface FaultsByPart {
  readonly queue: Faults;
  readonly worker: Faults;
}

/** More different faults than this in one outage are not logged. */
const MOST = 20;

/** `part` is what has the faults: the queue that jobs are added to, or the worker that takes them. */
export function createFaults(log: Log, part: 'queue' | 'worker'): Faults {
  const said = new Set<string>();
  return {
    report(error) {
      const text = faultText(error);
      if (said.has(text) || said.size >= MOST) return;
      said.add(text);
      log.warn(`the job ${part} has a fault; jobs stay due in the outbox`, { err: text });
    },
    cleared() {
      if (said.size === 0) return;
      said.clear();
      log.info(`the job ${part} works again`);
    },
  };
}

/** The error's message; a refused connection to a name with several addresses has only a code. */
export function faultText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return error.message || code || error.name;
}
