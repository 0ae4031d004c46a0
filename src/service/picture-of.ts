/** Makes pictures of evidence: its series, what is wrong or unusual in them, and the moments of the incident. */
import type { Mark } from '../artifacts/chart-marks.ts';
import type { SeriesChart } from '../artifacts/chart-option.ts';
import { chartSeriesOf } from '../artifacts/chart-series.ts';
import type { Panel } from '../artifacts/overview-option.ts';
import { breachOf } from '../diagnosis/breach.ts';
import { type ThawedAnswer, thawedAnswer } from '../diagnosis/thawed-answer.ts';
import { type WhatChanged, whatChanged } from '../diagnosis/what-changed.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import { epochSeconds, type Instant } from '../domain/instant.ts';
import type { Alerted } from './picture-conditions.ts';

const SIZE = { width: 860, height: 360 };
/** An alert waits before it fires, so the trouble may be this many seconds older. */
const LEAD = 1800;

/** `alerted`: the condition of the alert that measures the same; undefined where the evidence is of something else. */
export function pictureOf(
  incident: Incident,
  { title }: Pick<Evidence, 'title'>,
  answer: unknown,
  alerted: Alerted | undefined,
): SeriesChart {
  const thawed = thawedAnswer(answer);
  const condition = alerted?.condition;
  const threshold = condition?.kind === 'threshold' ? condition : null;
  const changed = threshold === null ? changeIn(incident, thawed) : null;
  const onset = threshold === null ? changed?.onset : crossing(incident, thawed, alerted);
  const series = chartSeriesOf(answer);
  return {
    ...SIZE,
    title,
    series,
    threshold: threshold?.threshold ?? null,
    operator: threshold?.operator ?? '',
    usual: series.length === 1 ? (changed?.usual ?? null) : null,
    marks: [...markOf(onset ?? null, 'onset'), ...marksOf(incident)],
  };
}

/** Null when there is nothing to draw. */
export function panelOf(
  incident: Incident,
  { id, title }: Evidence,
  answer: unknown,
): Panel | null {
  const changed = changeIn(incident, thawedAnswer(answer));
  if (changed === null) return null;
  const series = chartSeriesOf(answer);
  const leading = series[changed.index];
  if (leading === undefined) return null;
  const others = series.filter((each) => each !== leading);
  return { id, title, leading, others, usual: changed.usual, onset: changed.onset };
}

export function firedMark({ startedAt }: Incident): Mark {
  return { at: epochSeconds(startedAt), label: 'fired' };
}

/** Of the series that have points: those are the ones that are drawn. */
function changeIn({ startedAt }: Incident, thawed: ThawedAnswer | null): WhatChanged | null {
  if (thawed === null) return null;
  const fired = epochSeconds(startedAt);
  const before = Math.max(0, fired - epochSeconds(thawed.window.from));
  const filled = thawed.answer.series.filter(({ points }) => points.length > 0);
  return whatChanged(filled, fired - Math.min(LEAD, before / 2));
}

function crossing(
  { startedAt }: Incident,
  thawed: ThawedAnswer | null,
  alerted: Alerted | undefined,
): number | null {
  if (thawed === null || alerted?.condition.kind !== 'threshold') return null;
  const { condition, alerts, startsAt } = alerted;
  const context = { startsAt: startsAt ?? startedAt, question: thawed.window };
  return breachOf(condition, alerts, thawed.answer, context).firstCrossing;
}

function marksOf({ startedAt, page, timeline }: Incident): readonly Mark[] {
  const moments: readonly (readonly [Instant | null, string])[] = [
    [startedAt, 'fired'],
    [page.acceptedAt, 'paged'],
    [timeline.fix_applied_at, 'fixed'],
    [timeline.resolved_at, 'recovered'],
  ];
  return moments.flatMap(([at, label]) => (at === null ? [] : markOf(epochSeconds(at), label)));
}

function markOf(at: number | null, label: string): readonly Mark[] {
  return at === null ? [] : [{ at, label }];
}
