/** The probe keeps a backend that is down from costing every question its deadline: one asks, the others hear of it. */
import { type Instant, plusSeconds } from '../domain/instant.ts';
import type { Clock } from '../ports/clock.ts';
import type { Metrics } from '../ports/metrics.ts';
import { PortError } from '../ports/port-error.ts';

export interface Probe {
  /**
   * What `work` gives. While the backend is known to be down, PortError `unavailable` with its reason, at once; while
   * nobody knows, one question goes ahead and the others wait for what becomes of it.
   */
  ask<T>(backend: string, work: () => Promise<T>): Promise<T>;
}

/** How long what was learned of a backend is believed, good or bad. */
const REST_SECONDS = 15;

interface Known {
  /** When it last gave any answer, a refusal too. */
  answeredAt: Instant | null;
  down: { readonly at: Instant; readonly reason: string } | null;
  /** Settles when the one that goes ahead is back. */
  scout: Promise<unknown> | null;
}

/** One for the whole process: all incidents share what is known. */
export function createProbe(clock: Clock, restSeconds = REST_SECONDS): Probe {
  const backends = new Map<string, Known>();
  const isFresh = (at: Instant) => clock.now() < plusSeconds(at, restSeconds);

  async function ask<T>(backend: string, work: () => Promise<T>): Promise<T> {
    const known = backends.get(backend) ?? { answeredAt: null, down: null, scout: null };
    backends.set(backend, known);
    while (known.scout !== null) await known.scout;
    if (known.down !== null && isFresh(known.down.at)) throw resting(known.down, restSeconds);
    const isTrusted = known.down === null && known.answeredAt !== null && isFresh(known.answeredAt);
    const asked = noted(known, clock, work);
    if (!isTrusted) sendAhead(known, asked);
    return asked;
  }

  return { ask };
}

/** The same metric source, asked through the probe. */
export function behindProbe(metrics: Metrics, probe: Probe): Metrics {
  const ask = <T>(work: () => Promise<T>) => probe.ask('prometheus', work);
  return {
    range: (question) => ask(() => metrics.range(question)),
    instant: (...question) => ask(() => metrics.instant(...question)),
    metricNames: (...question) => ask(() => metrics.metricNames(...question)),
    ruleExpression: (alertname) => ask(() => metrics.ruleExpression(alertname)),
    link: (question) => metrics.link(question),
  };
}

function sendAhead(known: Known, asked: Promise<unknown>): void {
  const back = () => {
    known.scout = null;
  };
  known.scout = asked.then(back, back);
}

async function noted<T>(known: Known, clock: Clock, work: () => Promise<T>): Promise<T> {
  const began = clock.now();
  try {
    const value = await work();
    known.answeredAt = clock.now();
    known.down = null;
    return value;
  } catch (error) {
    if (isDown(error)) {
      // Who answered others meanwhile is not down: this question was too much for it.
      const answersOthers = known.answeredAt !== null && known.answeredAt > began;
      if (!answersOthers) known.down = { at: clock.now(), reason: error.message };
    } else if (error instanceof PortError) {
      known.answeredAt = clock.now();
      known.down = null;
    }
    throw error;
  }
}

function isDown(error: unknown): error is PortError {
  return (
    error instanceof PortError && (error.reason === 'unavailable' || error.reason === 'timeout')
  );
}

function resting({ at, reason }: { at: Instant; reason: string }, restSeconds: number): PortError {
  const again = plusSeconds(at, restSeconds).slice(11, 19);
  return new PortError('unavailable', `${reason}; not asked again before ${again} UTC`);
}
