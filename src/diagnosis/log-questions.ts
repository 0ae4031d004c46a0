/** The questions to a log store: how much and what was logged before the onset and since. */
import { earlier, epochSeconds, type Instant, later, plusSeconds } from '../domain/instant.ts';
import type { LinesQuestion, LogSelector, VolumeQuestion } from '../ports/logs.ts';
import { ANYTHING } from './log-mask.ts';
import type { LogScene, TimeSpan } from './log-scene.ts';

export interface LogOccasion {
  readonly selector: LogSelector;
  /** When it began, as far as is known: the alert's start, or an earlier crossing. */
  readonly onset: Instant;
  readonly to: Instant;
  /** Seconds of the baseline before the onset. */
  readonly lookback: number;
}

/** What an alert waits before it fires is part of the incident. */
const LEAD_SECONDS = 300;
/** What is said later adds nothing about the cause. */
const MOST_INCIDENT_SECONDS = 3600;
const MOST_LINES = 2000;
const EXCERPT_LINES = 20;
const STEPS = 120;

export interface LogWindows extends Pick<LogScene, 'baseline' | 'incident'> {
  /** Seconds; both begin and end on a whole one. */
  readonly step: number;
}

export interface LogQuestions extends LogWindows {
  /** Over baseline and incident. */
  readonly volume: VolumeQuestion;
  /** Also the question for patterns. */
  readonly failuresBefore: LinesQuestion;
  readonly failuresSince: LinesQuestion;
  /** Any lines, for stores and programs without levels. */
  readonly linesBefore: LinesQuestion;
  readonly linesSince: LinesQuestion;
}

export function logWindows({ onset, to, lookback }: Omit<LogOccasion, 'selector'>): LogWindows {
  const step = Math.max(10, Math.ceil((lookback + MOST_INCIDENT_SECONDS) / STEPS / 10) * 10);
  const begin = earlier(onset, to);
  const split = aligned(begin, -LEAD_SECONDS, step);
  const end = later(
    aligned(earlier(to, plusSeconds(begin, MOST_INCIDENT_SECONDS)), step, step),
    plusSeconds(split, step),
  );
  const baseline = { from: aligned(split, -lookback, step), to: split };
  return { baseline, incident: { from: split, to: end }, step };
}

export function logQuestions({ selector, ...occasion }: LogOccasion): LogQuestions {
  const windows = logWindows(occasion);
  const { baseline, incident, step } = windows;
  const ask = (span: TimeSpan, order: LinesQuestion['order'], part: Partial<LinesQuestion>) =>
    ({ selector, ...span, order, limit: MOST_LINES, ...part }) satisfies LinesQuestion;
  const failures = { levels: ['critical', 'error', 'warn'] } as const;
  return {
    ...windows,
    volume: { selector, from: baseline.from, to: incident.to, step },
    failuresBefore: ask(baseline, 'newest-first', failures),
    failuresSince: ask(incident, 'oldest-first', failures),
    linesBefore: ask(baseline, 'newest-first', {}),
    linesSince: ask(incident, 'oldest-first', {}),
  };
}

/** The first lines that can be of a template, since `from`; each is still to be compared with the whole template. */
export function firstOccurrence(
  selector: LogSelector,
  template: string,
  { from, to }: TimeSpan,
): LinesQuestion | null {
  const pieces = template
    .split(ANYTHING)
    .flatMap((piece) => piece.match(/[\p{L}\p{N}_-]{4,}/gu) ?? [])
    .sort((a, b) => b.length - a.length);
  const holding = [...new Set(pieces)].slice(0, 3);
  if (holding.length === 0) return null;
  return { selector, from, to, order: 'oldest-first', limit: EXCERPT_LINES, holding };
}

function aligned(at: Instant, seconds: number, step: number): Instant {
  return new Date(Math.floor((epochSeconds(at) + seconds) / step) * step * 1000).toISOString();
}
