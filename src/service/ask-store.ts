/** Asks a store of logs or traces: through the probe, counted, and all in all for no longer than it may take. */
import type { Meter } from '../ports/meter.ts';
import { PortError } from '../ports/port-error.ts';
import { sharedTime } from './in-time.ts';
import type { Parts } from './parts.ts';

export type AskStore = <T>(work: () => Promise<T>) => Promise<T>;

export type StoreParts = Pick<Parts, 'probe'> & { readonly meter: Pick<Meter, 'evidenceQuery'> };

/** What it gives throws PortError as the work does, and `timeout` when the seconds are over, which begin now. */
export function askStore(
  { meter, probe }: StoreParts,
  { backend, name, seconds }: { backend: string; name: string; seconds: number },
): AskStore {
  const inSharedTime = sharedTime(name, seconds);
  const asked: AskStore = async (work) => {
    const began = performance.now();
    const took = () => (performance.now() - began) / 1000;
    try {
      const answer = await probe.ask(backend, work);
      meter.evidenceQuery(backend, 'ok', took());
      return answer;
    } catch (error) {
      if (error instanceof PortError) meter.evidenceQuery(backend, error.reason, took());
      throw error;
    }
  };
  return (work) => inSharedTime(() => asked(work));
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
  /** Whose they are, as the rules say; null: nobody knows. */
  readonly service: string | null;
  /** For titles, such as the name of the alert. */
  readonly name: string;
  /** When it began, as far as is known. */
  readonly onset: string;
  readonly to: string;
  /** Seconds before the onset. */
  readonly lookback: number;
  /** Tells the questions of one look from those of another; empty for the first. */
  readonly look: string;
}
