/** Waiting for a condition: it is looked at again and again, and when it never comes the error says what was waited for. */
import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 50;

type Seen<T> = Exclude<T, null | undefined | false | '' | 0>;

/** The first thing seen that is truthy; a look that throws has not seen it yet. `seconds`: 60 unless told. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  seconds = 60,
): Promise<Seen<T>> {
  const tooLate = pause(seconds * 1000, NEVER, { ref: false });
  let last: unknown = 'nothing';
  for (;;) {
    // A look that hangs must not hide what it was looking for.
    const seen = await Promise.race([attempt(look), tooLate]);
    if (seen === NEVER) break;
    if (!(seen instanceof Failed) && seen) return seen as Seen<T>;
    last = seen instanceof Failed ? seen.error : seen;
    await pause(EVERY_MS);
  }
  throw new Error(`waited ${seconds} s in vain until ${what}; seen last: ${String(last)}`);
}

const NEVER = Symbol('never');

class Failed {
  readonly error: unknown;
  constructor(error: unknown) {
    this.error = error;
  }
}

async function attempt<T>(look: () => T | Promise<T>): Promise<T | Failed> {
  try {
    return await look();
  } catch (error) {
    return new Failed(error);
  }
}
