/** The pager breaker leaves a pager alone that fails again and again; only a SEV1 is tried all the same, and finds out. */
import { type Instant, plusSeconds } from '../domain/instant.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Meter } from '../ports/meter.ts';
import type { Pager } from '../ports/pager.ts';
import { PortError } from '../ports/port-error.ts';

/** In a row, of whatever incident. */
const FAILURES_BEFORE_REST = 5;
/** After its last failure one send of any kind goes ahead again. */
const REST_SECONDS = 30;

interface State {
  failures: number;
  /** When it failed last, while it is left alone. */
  restsSince: Instant | null;
  /** A send of lower severity is finding out. */
  isProbed: boolean;
}

interface Around {
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Pick<Meter, 'pagerBreaker'>;
}

/**
 * The same pager. While it is left alone, everything but a SEV1's page throws PortError `unavailable` at once instead of
 * waiting for its deadline; any answer ends that. Own code, because a breaker from a library has others wait for the
 * probe's deadline, and does not hear of calls that went past it.
 */
export function behindBreaker(pager: Pager, around: Around): Pager {
  const state: State = { failures: 0, restsSince: null, isProbed: false };
  const heard = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      close(state, around);
    } catch (error) {
      if (isDown(error)) failed(state, around, error);
      else if (isAnswer(error)) close(state, around);
      throw error;
    }
  };
  const ifUp = async (work: () => Promise<void>): Promise<void> => {
    if (state.restsSince === null) return heard(work);
    if (state.isProbed || around.clock.now() < plusSeconds(state.restsSince, REST_SECONDS)) {
      throw leftAlone(pager.via);
    }
    state.isProbed = true;
    await heard(work).finally(() => {
      state.isProbed = false;
    });
  };
  return {
    via: pager.via,
    trigger: (page) => (page.severity === 'SEV1' ? heard : ifUp)(() => pager.trigger(page)),
    resolve: (dedupKey) => ifUp(() => pager.resolve(dedupKey)),
  };
}

function failed(state: State, { clock, log, meter }: Around, error: PortError): void {
  state.failures += 1;
  if (state.failures < FAILURES_BEFORE_REST) return;
  const wasClosed = state.restsSince === null;
  state.restsSince = clock.now();
  if (!wasClosed) return;
  meter.pagerBreaker(true);
  const reason = `${error.reason}: ${error.message}`;
  log.error('the pager is left alone, only SEV1 is tried', { failures: state.failures, reason });
}

function close(state: State, { log, meter }: Around): void {
  state.failures = 0;
  if (state.restsSince === null) return;
  state.restsSince = null;
  meter.pagerBreaker(false);
  log.info('the pager answers again');
}

function isDown(error: unknown): error is PortError {
  return (
    error instanceof PortError && (error.reason === 'unavailable' || error.reason === 'timeout')
  );
}

/** A refusal is the pager's own word; what cannot be understood may be anybody's. */
function isAnswer(error: unknown): boolean {
  return error instanceof PortError && error.reason !== 'malformed';
}

function leftAlone(via: string): PortError {
  const why = `${via} failed ${FAILURES_BEFORE_REST} times in a row and is left alone`;
  return new PortError('unavailable', `${why}; only a SEV1 is tried meanwhile`);
}
