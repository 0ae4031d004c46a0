/** Investigate puts an incident's questions to the metric source and records what it said, or that it said nothing. */
import type { Condition } from '../diagnosis/condition.ts';
import { shownExpression } from '../diagnosis/condition.ts';
import {
  alertExpressionKey,
  type DraftedEvidence,
  draftEvidence,
} from '../diagnosis/evidence-draft.ts';
import { describeAnswer, sourceUnavailable } from '../diagnosis/finding.ts';
import { type Ask, signalsToAsk } from '../diagnosis/signals-to-ask.ts';
import { alertWindow } from '../diagnosis/window.ts';
import { system } from '../domain/actor.ts';
import type { Incident } from '../domain/incident.ts';
import type { RangeQuestion } from '../ports/metrics.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { conditionOf, NOT_CONFIGURED, type NoExpression } from './alert-expression.ts';
import { askAbout } from './ask-metrics.ts';
import { handle } from './handle.ts';
import type { Parts } from './parts.ts';

/** Signals beyond this many add no new expression worth reading. */
const MOST_SIGNALS = 1000;

export async function investigate(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  if (loaded === null) return;
  const signals = await parts.store.signals(row.incidentId, MOST_SIGNALS);
  const asks = signalsToAsk(signals);
  const drafted = await Promise.all(asks.map((ask) => answerTo(parts, loaded.incident, ask)));
  if (drafted.length === 0) return;
  await handle(
    parts,
    row.incidentId,
    {
      type: 'RecordEvidence',
      at: parts.clock.now(),
      by: system('diagnosis'),
      drafts: drafted.map((each) => each.draft),
    },
    new Map(drafted.map((each) => [each.draft.question, each.answer])),
  );
}

async function answerTo(parts: Parts, incident: Incident, ask: Ask): Promise<DraftedEvidence> {
  const startsAt = ask.startsAt ?? incident.startedAt;
  const { lookback } = parts.settings();
  const window = alertWindow({ startsAt, to: parts.clock.now(), lookback });
  const condition = await conditionOf(parts.metrics, ask);
  if (!condition.ok) return withoutQuestion(ask, condition.error, window);
  const question = { query: shownExpression(condition.value), ...window };
  return measured(parts, ask, condition.value, question, startsAt);
}

async function measured(
  parts: Parts,
  ask: Ask,
  condition: Condition,
  question: RangeQuestion,
  startsAt: string,
): Promise<DraftedEvidence> {
  const { metrics } = parts;
  const asked = {
    key: alertExpressionKey(condition.whole),
    title: `What ${ask.alertname} measures`,
    question,
    link: metrics?.link(question) ?? '',
  };
  try {
    if (metrics === null) throw new PortError('refused', NOT_CONFIGURED);
    const answer = await askAbout(metrics, question, ask.alerts);
    const finding = describeAnswer(condition, ask.alerts, answer, { startsAt, question });
    return draftEvidence({ ...asked, answer, outcome: finding.outcome, summary: finding.summary });
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const summary = sourceUnavailable('Prometheus', error.message);
    return draftEvidence({ ...asked, answer: null, outcome: 'unavailable', summary });
  }
}

/** That there is nothing to ask is evidence too: the hole is shown. */
function withoutQuestion(
  ask: Ask,
  error: NoExpression,
  window: { from: string; to: string; step: number },
): DraftedEvidence {
  return draftEvidence({
    key: alertExpressionKey(error.expression === '' ? `name:${ask.alertname}` : error.expression),
    title: `What ${ask.alertname} measures`,
    question: { query: error.expression, ...window },
    link: '',
    answer: null,
    outcome: error.kind === 'unavailable' ? 'unavailable' : 'empty',
    summary: error.summary,
  });
}
