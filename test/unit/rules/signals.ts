/** Signals for tests of rules. */
import type { Signal } from '../../../src/domain/signal.ts';

export function firing(
  labels: Readonly<Record<string, string>>,
  rest: Partial<Signal> = {},
): Signal {
  return {
    source: 'alertmanager',
    fingerprint: JSON.stringify(labels),
    status: 'firing',
    name: labels['alertname'] ?? '',
    labels,
    annotations: {},
    startsAt: '2026-03-01T10:00:00.000Z',
    endsAt: null,
    generatorUrl: '',
    groupKey: '{}:{alertname="x"}',
    ...rest,
  };
}
