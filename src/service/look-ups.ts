/** Look-ups are what PagerDuty must be asked to understand one delivery: all of them together within one deadline. */
import { PortError } from '../ports/port-error.ts';
import { sharedTime } from './in-time.ts';
import type { Parts } from './parts.ts';

export type LookedUp<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly reason: string };

export interface LookUps {
  /** Throws Unanswered where it is worth asking again later; else says that it is not known, and why. */
  ask<T>(what: string, question: () => Promise<T>): Promise<LookedUp<T>>;
}

/** PagerDuty could not be asked in time: what needs the answer is done later. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  /** Seconds that PagerDuty asked us to wait; null when it did not say. */
  readonly retryAfter: number | null;

  constructor(what: string, cause: PortError) {
    super(`PagerDuty could not be asked for ${what}: ${cause.message}`, { cause });
    this.retryAfter = cause.retryAfter;
  }
}

/** `goOn`: what cannot be asked now is done without. */
export function lookUps(
  parts: Pick<Parts, 'log'>,
  { withinMs, goOn }: { readonly withinMs: number; readonly goOn: boolean },
): LookUps {
  const inSharedTime = sharedTime('PagerDuty', withinMs / 1000);
  return {
    async ask(what, question) {
      try {
        return { known: true, value: await inSharedTime(question) };
      } catch (error) {
        if (!(error instanceof PortError)) throw error;
        if (error.retryable && !goOn) throw new Unanswered(what, error);
        parts.log.warn('PagerDuty could not be asked, going on without', {
          for: what,
          reason: error.message,
        });
        return { known: false, reason: error.message };
      }
    },
  };
}

/** For whoever nobody waits for: each question has its adapter's own deadline, and what is not known is done without. */
export function patientLookUps(parts: Pick<Parts, 'log'>): LookUps {
  return lookUps(parts, { withinMs: 60_000, goOn: true });
}
