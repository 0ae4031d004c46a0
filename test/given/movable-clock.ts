/** A clock that stands still until a test moves it. */
import { type Instant, plusSeconds } from '../../src/domain/instant.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { START } from './story.ts';

export interface MovableClock extends Clock {
  forward(seconds: number): void;
}

export function movableClock(start: Instant = START): MovableClock {
  let now = start;
  return {
    now: () => now,
    forward(seconds) {
      now = plusSeconds(now, seconds);
    },
  };
}
