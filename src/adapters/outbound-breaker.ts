/** An outbound breaker leaves a source alone that failed three times in a row, so that one that is down costs one probe. */
import { ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import { PortError } from '../ports/port-error.ts';

const FAILURES_BEFORE_REST = 3;
const REST_MS = 10_000;

export type Breaker = <T>(work: () => Promise<T>) => Promise<T>;

/** While it rests, for ten seconds, PortError `unavailable` is thrown without asking. */
export function createBreaker(who: string): Breaker {
  const breaker = circuitBreaker(handleWhen(isDown), {
    halfOpenAfter: REST_MS,
    breaker: new ConsecutiveBreaker(FAILURES_BEFORE_REST),
  });
  return async (work) => {
    try {
      return await breaker.execute(work);
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error;
      const rest = `it is asked again ${REST_MS / 1000} s after its last failure`;
      throw new PortError(
        'unavailable',
        `${who} failed ${FAILURES_BEFORE_REST} times in a row; ${rest}`,
      );
    }
  };
}

function isDown(error: Error): boolean {
  return (
    error instanceof PortError && (error.reason === 'unavailable' || error.reason === 'timeout')
  );
}
