/** In time: what work gives, or a PortError when it takes too long; each question has its deadline, but many slow ones add up. */
import { PortError } from '../ports/port-error.ts';

/** `who` did not answer within `seconds` of real time: PortError `timeout`. The work itself goes on to its own deadlines. */
export async function inTime<T>(who: string, seconds: number, work: Promise<T>): Promise<T> {
  return before(performance.now() + seconds * 1000, lateOf(who, seconds), work);
}

/** Several pieces of work share the seconds, which begin now; what is begun after them is late at once. */
export function sharedTime(
  who: string,
  seconds: number,
): <T>(work: () => Promise<T>) => Promise<T> {
  const until = performance.now() + seconds * 1000;
  const error = lateOf(who, seconds);
  let isOver = false;
  return async (work) => {
    if (isOver || performance.now() >= until) throw error;
    try {
      return await before(until, error, work());
    } catch (thrown) {
      // A timer may ring a moment before its time.
      isOver ||= thrown === error;
      throw thrown;
    }
  };
}

function lateOf(who: string, seconds: number): PortError {
  return new PortError('timeout', `${who} did not answer everything within ${seconds} s`);
}

async function before<T>(until: number, error: PortError, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(error), Math.max(0, until - performance.now()));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
