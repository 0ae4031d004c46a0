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
import { alertWindow, type Window } from '../diagnosis/window.ts';
import { system } from '../domain/actor.ts';
import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/instant.ts';
import type { RangeQuestion } from '../ports/metrics.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { conditionOf, NOT_CONFIGURED, type NoExpression } from './alert-expression.ts';
import { askAbout } from './ask-metrics.ts';
import { handle } from './handle.ts';
import type { Parts } from './parts.ts';

/** Begins the question keys of the look back. */
export const RETROSPECT = 'retrospect:';

/** Signals beyond this many add no new expression worth reading. */
const MOST_SIGNALS = 1000;

export async function investigate(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  if (loaded === null) return;
  const signals = await parts.store.signals(row.incidentId, MOST_SIGNALS);
  const asks = signalsToAsk(signals);
  const look = lookOf(row, parts.clock.now());
  const drafted = await Promise.all(asks.map((ask) => answerTo(parts, loaded.incident, ask, look)));
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

/** Which look this is: at the beginning, or back over the whole incident once it is resolved. */
interface Look {
  /** Tells the questions of one look from those of another; empty for the first. */
  readonly key: string;
  readonly title: (alertname: string) => string;
  readonly to: Instant;
}

function lookOf(row: OutboxRow, now: Instant): Look {
  const round = Number(row.payload['round'] ?? 0);
  const resolvedAt = row.payload['retrospect'];
  if (resolvedAt !== undefined) {
    const title = (name: string) => `What ${name} measured, from before the start to the end`;
    return { key: `${RETROSPECT}${round}:`, title, to: String(resolvedAt) };
  }
  const title = (name: string) => `What ${name} measures`;
  return { key: round === 0 ? '' : `round:${round}:`, title, to: now };
}

async function answerTo(
  parts: Parts,
  incident: Incident,
  ask: Ask,
  look: Look,
): Promise<DraftedEvidence> {
  const startsAt = ask.startsAt ?? incident.startedAt;
  const { lookback } = parts.settings();
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
  look: Look,
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
  window: Window,
  look: Look,
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
