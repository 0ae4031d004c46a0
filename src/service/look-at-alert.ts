/** Looks at what an alert measures itself: its own expression, over the time before it and since. */
import { breachOf, breachText } from '../diagnosis/breach.ts';
import type { Condition } from '../diagnosis/condition.ts';
import { shownExpression } from '../diagnosis/condition.ts';
import {
  alertExpressionKey,
  type DraftedEvidence,
  draftEvidence,
} from '../diagnosis/evidence-draft.ts';
import { describeAnswer, sourceUnavailable } from '../diagnosis/finding.ts';
import type { FindingContext } from '../diagnosis/finding-scene.ts';
import type { Ask } from '../diagnosis/signals-to-ask.ts';
import { alertWindow, type Window } from '../diagnosis/window.ts';
import type { Instant } from '../domain/instant.ts';
import type { MetricAnswer, RangeQuestion } from '../ports/metrics.ts';
import { PortError } from '../ports/port-error.ts';
import { conditionOf, NOT_CONFIGURED, type NoExpression } from './alert-expression.ts';
import { askAbout } from './ask-metrics.ts';
import type { PlanParts } from './ask-plan.ts';
import { inTime } from './in-time.ts';
import type { LookPlan } from './looks.ts';
import type { Parts } from './parts.ts';

export type AlertParts = Pick<Parts, 'metrics' | 'settings'> & Pick<PlanParts, 'meter'>;
export type AlertLook = Pick<LookPlan, 'key' | 'title' | 'to' | 'reach'>;

/** Seconds; an answer that is too long is asked again alert by alert, and a slow source could draw that out. */
const LONGEST = 40;

/** One alert rule's own measure, with what it says. Never throws PortError. */
export async function lookAtAlert(
  parts: AlertParts,
  ask: Ask,
  startedAt: Instant,
  look: AlertLook,
): Promise<DraftedEvidence> {
  const startsAt = ask.startsAt ?? startedAt;
  const lookback = parts.settings().lookback * look.reach;
  const window = alertWindow({ startsAt, to: look.to, lookback });
  const condition = await conditionOf(parts.metrics, ask);
  if (!condition.ok) return withoutQuestion(ask, condition.error, window, look);
  const question = { query: shownExpression(condition.value), ...window };
  return measured(parts, ask, condition.value, { question, startsAt }, look);
}

async function measured(
  parts: AlertParts,
  ask: Ask,
  condition: Condition,
  { question, startsAt }: { question: RangeQuestion; startsAt: Instant },
  look: AlertLook,
): Promise<DraftedEvidence> {
  const { metrics } = parts;
  const asked = {
    key: `${look.key}${alertExpressionKey(condition.whole)}`,
    title: look.title(ask.alertname),
    question,
    link: metrics?.link(question) ?? '',
  };
  try {
    if (metrics === null) throw new PortError('refused', NOT_CONFIGURED);
    const asking = askAbout(parts, metrics, question, ask.alerts);
    const answer = await inTime('it', LONGEST, asking);
    const finding = describeAnswer(condition, ask.alerts, answer, { startsAt, question });
    const told = breachOfAnswer(condition, ask, answer, { startsAt, question });
    const summary = [finding.summary, told].filter((part) => part !== '').join(' ');
    return draftEvidence({ ...asked, answer, outcome: finding.outcome, summary });
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const summary = sourceUnavailable('Prometheus', error.message);
    return draftEvidence({ ...asked, answer: null, outcome: 'unavailable', summary });
  }
}

/** How long and how far, and what the breaching series share; only a threshold has that. */
function breachOfAnswer(
  condition: Condition,
  { alerts }: Ask,
  answer: MetricAnswer,
  context: FindingContext,
): string {
  if (condition.kind !== 'threshold') return '';
  return breachText(condition, breachOf(condition, alerts, answer, context));
}

/** That there is nothing to ask is evidence too: the hole is shown. */
function withoutQuestion(
  ask: Ask,
  error: NoExpression,
  window: Window,
  look: AlertLook,
): DraftedEvidence {
  const expression = error.expression === '' ? `name:${ask.alertname}` : error.expression;
  return draftEvidence({
    key: `${look.key}${alertExpressionKey(expression)}`,
    title: look.title(ask.alertname),
    question: { query: error.expression, ...window },
    link: '',
    answer: null,
    outcome: error.kind === 'unavailable' ? 'unavailable' : 'empty',
    summary: error.summary,
  });
}
