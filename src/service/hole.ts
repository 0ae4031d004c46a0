/** A hole is what a source did not say: why, in one line for people, and whether asking again may bring it. */
import { sourceUnavailable } from '../diagnosis/finding.ts';
import type { PortError, PortReason } from '../ports/port-error.ts';

export interface Hole {
  readonly text: string;
  /** False for what stays as it is: a wrong key, a refused query, an answer that nobody can read. */
  readonly mayPass: boolean;
}

const PASSING: ReadonlySet<PortReason> = new Set(['unavailable', 'timeout', 'rate-limited']);

/** `source`: as people call it. */
export function holeOf(source: string, { reason, message }: PortError): Hole {
  const text = sourceUnavailable(source, unrested(message));
  return { text, mayPass: PASSING.has(reason) };
}

/** One of each; what may pass and what may not are told apart by their words. */
export function distinct(holes: readonly Hole[]): readonly Hole[] {
  return [...new Map(holes.map((hole) => [hole.text, hole])).values()];
}

/** When the probe asks next differs from look to look, and is no other hole. */
function unrested(message: string): string {
  return message.replace(/; not asked again before [\d:]+ UTC$/, '');
}
