/** Comparing look-ups are what PagerDuty must be asked to understand what was found by comparing. */
import { type Instant, secondsBetween } from '../domain/instant.ts';
import { type LookUps, lookUps } from './look-ups.ts';
import type { Parts } from './parts.ts';

/** For all look-ups about one thing that was found. */
const WITHIN_MS = 8000;
const PATIENCE_SECONDS = 300;

/** What is not answered is asked again in the next round, and done without when what was found is five minutes old. */
export function comparingLookUps(parts: Parts, since: Instant): LookUps {
  const goOn = secondsBetween(since, parts.clock.now()) >= PATIENCE_SECONDS;
  return lookUps(parts, { withinMs: WITHIN_MS, goOn });
}
