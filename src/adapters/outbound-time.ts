/** An outbound time is a moment that another side names: one that is far outside of the calendar can be written as no date. */

/** The unix seconds of the year 5138. */
export const LAST_SECOND = 1e11;

export function isMoment(seconds: unknown): seconds is number {
  return typeof seconds === 'number' && seconds >= 0 && seconds <= LAST_SECOND;
}
