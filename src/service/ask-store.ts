/** Asks a store of logs or traces: through the probe, and counted. */
import type { Meter } from '../ports/meter.ts';
import { PortError } from '../ports/port-error.ts';
import type { Parts } from './parts.ts';

export type AskStore = <T>(work: () => Promise<T>) => Promise<T>;

export type StoreParts = Pick<Parts, 'probe'> & { readonly meter: Pick<Meter, 'evidenceQuery'> };

/** What it gives throws PortError as the work does. */
export function askStore({ meter, probe }: StoreParts, backend: string): AskStore {
  return async (work) => {
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1000;
    try {
      const answer = await probe.ask(backend, work);
      meter.evidenceQuery(backend, 'ok', seconds());
      return answer;
    } catch (error) {
      if (error instanceof PortError) meter.evidenceQuery(backend, error.reason, seconds());
      throw error;
    }
  };
}

/** Null where it cannot be had: for what is good to have, but must not cost the rest. */
export async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PortError) return null;
    throw error;
  }
}

/** What an incident's logs and traces are asked about. */
export interface Occasion {
  /** Labels of each alert. */
  readonly alerts: readonly Readonly<Record<string, string>>[];
  /** For titles, such as the name of the alert. */
  readonly name: string;
  /** When it began, as far as is known. */
  readonly onset: string;
  readonly to: string;
  /** Tells the questions of one look from those of another; empty for the first. */
  readonly look: string;
}
