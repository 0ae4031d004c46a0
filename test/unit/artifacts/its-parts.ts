/** What the whole incident is made of: its person, its day, its signals and its evidence. */
import type { Actor } from '../../../src/domain/actor.ts';
import type { Evidence } from '../../../src/domain/evidence.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import type { Signal } from '../../../src/domain/signal.ts';

export const LAN: Actor = {
  kind: 'person',
  name: 'Lan Nguyen',
  channel: 'pagerduty',
  id: 'PLAN001',
};

/** `at('14:02:15')` on the day of the incident. */
export function at(time: string): Instant {
  return `2026-11-22T${time}.000Z`;
}

export function signal(name: string, over: Partial<Signal> = {}): Signal {
  return {
    source: 'alertmanager',
    fingerprint: `${name}-1`,
    status: 'firing',
    name,
    labels: { alertname: name },
    annotations: {},
    startsAt: at('14:02:00'),
    endsAt: null,
    generatorUrl: '',
    groupKey: 'g',
    ...over,
  };
}

export function evidence(over: Partial<Evidence> = {}): Evidence {
  return {
    id: 'E1',
    question: 'alert-expression:0123456789abcdef',
    source: 'prometheus',
    title: 'What CheckoutErrors measures',
    query: 'rate(http_requests_total{code=~"5.."}[5m])',
    window: { from: at('13:02:00'), to: at('14:03:00') },
    outcome: 'answered',
    summary:
      'rate(x[5m]) crossed 0.05 at 14:01:15 UTC, worst 0.31 at 14:02:45 UTC (instance a:1); 1 of 3 series breaches.',
    link: 'http://prom.example/graph?g0.expr=up',
    sha256: 'ab'.repeat(32),
    ...over,
  };
}
