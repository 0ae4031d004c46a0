/** Learned labels are those that Prometheus adds to alerts on their way out, found out by asking. */
import { type Instant, plusSeconds } from '../domain/instant.ts';
import type { Clock } from '../ports/clock.ts';

export interface LearnedLabels {
  /** Labels that no series has. */
  missing(): readonly string[];
  /** Whether a question about labels was asked lately: its answer is still what it was. */
  wasAsked(check: string): boolean;
  learn(check: string, missing: readonly string[]): void;
}

/** A configuration may change; what was learned is believed this long. */
const KEPT_SECONDS = 3600;
const MOST_KEPT = 1000;

export function createLearnedLabels(clock: Clock): LearnedLabels {
  const labels = new Map<string, Instant>();
  const checks = new Map<string, Instant>();
  const isFresh = (at: Instant | undefined) =>
    at !== undefined && clock.now() < plusSeconds(at, KEPT_SECONDS);
  return {
    missing: () => [...labels].flatMap(([name, at]) => (isFresh(at) ? [name] : [])),
    wasAsked: (check) => isFresh(checks.get(check)),
    learn(check, missing) {
      if (checks.size >= MOST_KEPT) checks.clear();
      checks.set(check, clock.now());
      for (const name of missing) labels.set(name, clock.now());
    },
  };
}
