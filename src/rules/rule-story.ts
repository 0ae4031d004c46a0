/** A rule story plays the alerts of one rule test and sees what the rules make of them. */
import { type Instant, plusSeconds } from '../domain/instant.ts';
import type { Signal } from '../domain/signal.ts';
import { judge } from './judge.ts';
import { propose } from './propose.ts';
import type { RuleBook } from './rule-book.ts';
import { labelOf } from './rule-index.ts';
import type { Check, Story } from './rule-test-schema.ts';

/** What stands at one moment of the story. */
export interface Seen {
  /** `none` before anything has fired. */
  readonly severity: string;
  /** Empty before anything has fired. */
  readonly rule: string;
  readonly incidents: number;
  /** Rules that won an alert by then. */
  readonly winners: readonly string[];
}

const START: Instant = '2026-01-01T00:00:00.000Z';

/** A severity rises by itself and never falls: everything that has fired by then counts, resolved or not. */
export function seenAt(book: RuleBook, story: Story, check: Check): Seen {
  const fired = story.alerts
    .filter((alert) => alert.at <= check.eval_time && alert.status !== 'resolved')
    .map((alert) => asSignal(story, alert));
  if (fired.length === 0) return { severity: 'none', rule: '', incidents: 0, winners: [] };
  const { severity, rule } = propose(book, fired);
  const verdicts = fired.map((signal) => judge(book, signal));
  return {
    severity,
    rule,
    incidents: new Set(verdicts.map((verdict) => verdict.correlationKey)).size,
    winners: [...new Set(verdicts.map((verdict) => verdict.rule))],
  };
}

function asSignal(story: Story, alert: Story['alerts'][number]): Signal {
  const signal: Signal = {
    source: 'alertmanager',
    fingerprint: JSON.stringify(Object.entries(alert.labels).toSorted()),
    status: 'firing',
    name: alert.labels['alertname'] ?? '',
    labels: alert.labels,
    annotations: alert.annotations ?? {},
    startsAt: plusSeconds(story.start_timestamp ?? START, alert.at),
    endsAt: null,
    generatorUrl: '',
    groupKey: '',
  };
  const names = story.group_by ?? ['alertname'];
  const group = names.map((name) => `${name}=${JSON.stringify(labelOf(signal, name))}`);
  return { ...signal, groupKey: `{}:{${group.join(', ')}}` };
}
