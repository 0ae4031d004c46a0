/** The conditions behind an incident's evidence: the thresholds are not in the questions, so they are read from the alerts again. */
import type { Labels } from '../diagnosis/alert-series.ts';
import { type Condition, shownExpression } from '../diagnosis/condition.ts';
import { alertExpressionKey } from '../diagnosis/evidence-draft.ts';
import { splitExpression } from '../diagnosis/promql.ts';
import { signalsToAsk } from '../diagnosis/signals-to-ask.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import type { Parts } from './parts.ts';
import { expressionKeyOf } from './picture-choice.ts';

export interface Alerted {
  readonly condition: Condition;
  /** Labels of each alert. */
  readonly alerts: readonly Labels[];
  /** Null when no alert says when it began. */
  readonly startsAt: Instant | null;
}

const MOST_SIGNALS = 1000;
const MOST_EXPRESSIONS = 20;

export async function conditionsOf(
  { store }: Pick<Parts, 'store'>,
  incidentId: string,
): Promise<readonly Alerted[]> {
  const signals = await store.signals(incidentId, MOST_SIGNALS);
  return signalsToAsk(signals, MOST_EXPRESSIONS).flatMap(({ expression, alerts, startsAt }) => {
    const split = expression === null ? null : splitExpression(expression);
    return split?.ok ? [{ condition: split.value, alerts, startsAt }] : [];
  });
}

/** A check of the recovery asks the same expression under a key of its own. */
export function conditionOf(
  evidence: Evidence,
  conditions: readonly Alerted[],
): Alerted | undefined {
  const key = expressionKeyOf(evidence);
  return (
    conditions.find(({ condition }) => alertExpressionKey(condition.whole) === key) ??
    conditions.find(({ condition }) => shownExpression(condition) === evidence.query)
  );
}
