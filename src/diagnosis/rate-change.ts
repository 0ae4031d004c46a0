/** A rate change: whether something was counted more often than before, beyond chance and the usual swing. */

export interface Counted {
  readonly count: number;
  /** How long was counted; may be 0. */
  readonly minutes: number;
}

export interface RateChange {
  /** A minute. */
  readonly before: number;
  readonly after: number;
  /** How far the count lies above what was expected, in units of the usual deviation; negative when below. */
  readonly strength: number;
}

/** From this strength on, more is told as louder. */
export const LOUD = 4;

/** What a healthy service's rate moves by itself. */
const USUAL_SWING = 0.3;

export function rateChange(before: Counted, after: Counted): RateChange {
  const usual = perMinute(before);
  const expected = usual * after.minutes;
  // Counting alone scatters by the square root; traffic comes and goes on top of that.
  const deviation = Math.sqrt(Math.max(1, expected) + (USUAL_SWING * expected) ** 2);
  return {
    before: usual,
    after: perMinute(after),
    strength: (after.count - expected) / deviation,
  };
}

function perMinute({ count, minutes }: Counted): number {
  return minutes > 0 ? count / minutes : 0;
}
