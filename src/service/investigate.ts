/** Investigate looks at what an incident's alerts measure, then at everything else that may explain them, and records it. */
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
import { type Ask, signalsToAsk } from '../diagnosis/signals-to-ask.ts';
import { alertWindow, type Window } from '../diagnosis/window.ts';
import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/instant.ts';
import type { Signal } from '../domain/signal.ts';
import type { MetricAnswer, RangeQuestion } from '../ports/metrics.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { conditionOf, NOT_CONFIGURED, type NoExpression } from './alert-expression.ts';
import { askAbout } from './ask-metrics.ts';
import { diagnose } from './diagnose.ts';
import type { Look } from './look.ts';
import { type LookPlan, lookPlan } from './looks.ts';
import type { Parts } from './parts.ts';
import { recordDiagnosis, recordEvidence } from './record-diagnosis.ts';
import { subjectsBy } from './subjects.ts';

/** Signals beyond this many add no new expression worth reading. */
const MOST_SIGNALS = 1000;

export async function investigate(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  if (loaded === null) return;
  const { incident } = loaded;
  const signals = await parts.store.signals(row.incidentId, MOST_SIGNALS);
  const plan = lookPlan(row, parts.clock.now());
  const asks = signalsToAsk(signals);
  // What the alert itself measures is there at once; the rest may take most of a minute.
  const own = await Promise.all(asks.map((ask) => answerTo(parts, incident, ask, plan)));
  await recordEvidence(parts, incident.id, plan, own);
  if (plan.kind === 'retrospect' || signals.length === 0 || !hasSources(parts)) return;
  const found = await diagnose(parts, lookOf(parts, incident, signals, plan));
  await recordDiagnosis(parts, incident.id, plan, found);
}

function hasSources({ metrics, logs, traces }: Parts): boolean {
  return metrics !== null || logs !== null || traces !== null;
}

function lookOf(
  parts: Parts,
  { startedAt }: Incident,
  signals: readonly Signal[],
  { key, to, reach }: LookPlan,
): Look {
  const { rules, lookback } = parts.settings();
  const alerts = signals.filter(({ status }) => status === 'firing');
  const subjects = subjectsBy(rules, signals);
  const about = alerts.length > 0 ? alerts : signals;
  return {
    key,
    subjects,
    alerts: about.map(({ labels }) => labels),
    startedAt,
    to,
    lookback: lookback * reach,
  };
}

async function answerTo(
  parts: Parts,
  incident: Incident,
  ask: Ask,
  look: LookPlan,
): Promise<DraftedEvidence> {
  const startsAt = ask.startsAt ?? incident.startedAt;
  const lookback = parts.settings().lookback * look.reach;
  const window = alertWindow({ startsAt, to: look.to, lookback });
  const condition = await conditionOf(parts.metrics, ask);
  if (!condition.ok) return withoutQuestion(ask, condition.error, window, look);
  const question = { query: shownExpression(condition.value), ...window };
  return measured(parts, ask, condition.value, { question, startsAt }, look);
}

async function measured(
  parts: Parts,
  ask: Ask,
  condition: Condition,
  { question, startsAt }: { question: RangeQuestion; startsAt: Instant },
  look: LookPlan,
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
    const answer = await askAbout(parts, metrics, question, ask.alerts);
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
  look: LookPlan,
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
