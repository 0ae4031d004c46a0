/** Picks the few expressions of an incident that are worth asking the metric source about. */
import { earlier, type Instant } from '../domain/instant.ts';
import type { Signal } from '../domain/signal.ts';
import type { Labels } from './alert-series.ts';
import { expressionOf } from './generator-url.ts';

/** One expression with all the signals that it fired for. */
export interface Ask {
  /** Null when the alerts carry none; the source may know a rule of this alertname. */
  readonly expression: string | null;
  readonly alertname: string;
  /** Labels of each signal. */
  readonly alerts: readonly Labels[];
  /** The earliest start that a signal claims; null when none gave a usable date. */
  readonly startsAt: Instant | null;
}

const MAX_ASKS = 3;

/**
 * At most `most` distinct expressions (3 unless told), those with the most signals first; the signals that fire, or all of them when none
 * does. The same signals give the same asks in any order.
 */
export function signalsToAsk(signals: readonly Signal[], most = MAX_ASKS): readonly Ask[] {
  const firing = signals.filter((signal) => signal.status === 'firing');
  const groups = new Map<string, Signal[]>();
  for (const signal of inOrder(firing.length > 0 ? firing : signals)) {
    const key = keyOf(signal);
    groups.set(key, [...(groups.get(key) ?? []), signal]);
  }
  return [...groups]
    .sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || (a < b ? -1 : 1))
    .slice(0, most)
    .flatMap(([, group]) => askOf(group));
}

/** Without an expression, alerts of one rule are asked about together. */
function keyOf(signal: Signal): string {
  const expression = expressionOf(signal.generatorUrl);
  return expression === null ? `name:${signal.name}` : `expression:${expression}`;
}

function askOf(group: readonly Signal[]): readonly Ask[] {
  const [first] = group;
  if (first === undefined) return [];
  const expression = expressionOf(first.generatorUrl);
  const starts = group.flatMap((signal) => signal.startsAt ?? []);
  const startsAt = starts.length === 0 ? null : starts.reduce(earlier);
  const alerts = group.map((signal) => signal.labels);
  return [{ expression, alertname: first.name, alerts, startsAt }];
}

function inOrder(signals: readonly Signal[]): readonly Signal[] {
  return [...signals].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
}
