/** When to try again: full jitter over a doubling time, or what the other side asked for. */
import { type Instant, plusSeconds } from '../domain/instant.ts';

const BASE_SECONDS = 1;
const CAP_SECONDS = 60;

/** `attempts` = earlier tries. A wait that the other side asked for is kept, up to ten minutes. */
export function retryAt(now: Instant, attempts: number, retryAfter: number | null): Instant {
  if (retryAfter !== null) return plusSeconds(now, Math.min(Math.max(retryAfter, 1), 600));
  const ceiling = Math.min(BASE_SECONDS * 2 ** attempts, CAP_SECONDS);
  return plusSeconds(now, ceiling * (0.5 + Math.random() / 2));
}
