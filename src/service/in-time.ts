/** In time: what work gives, or a PortError when it takes too long; each question has its deadline, but many slow ones add up. */
import { PortError } from '../ports/port-error.ts';

/** `who` did not answer within `seconds` of real time: PortError `timeout`. The work itself goes on to its own deadlines. */
export async function inTime<T>(who: string, seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new PortError('timeout', `${who} did not answer everything within ${seconds} s`);
    timer = setTimeout(() => reject(error), seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
