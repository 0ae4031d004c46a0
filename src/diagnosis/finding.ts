/** A finding is what an answer says about an alert, as one plain sentence and the numbers behind it. */
import type { MetricAnswer } from '../ports/metrics.ts';
import type { Labels } from './alert-series.ts';
import type { Condition } from './condition.ts';
import { absenceFinding } from './finding-absence.ts';
import { presenceFinding } from './finding-presence.ts';
import { type Finding, type FindingContext, type Scene, sceneOf } from './finding-scene.ts';
import { thresholdFinding } from './finding-threshold.ts';
import type { PromqlError } from './promql-tree.ts';
import { expressionText, plural, saidText } from './wording.ts';

/**
 * What the answer says about the alerts. `answer` is the answer to `shownExpression(condition)` over the context's
 * window. Where no series carries the alerts' labels, all of them are looked at, and the sentence says so.
 */
export function describeAnswer(
  condition: Condition,
  alerts: readonly Labels[],
  answer: MetricAnswer,
  context: FindingContext,
): Finding {
  const { scene, noneMatches } = sceneOf(alerts, answer, context);
  const finding = findingFor(condition, scene);
  const remarks = remarksOn(answer, noneMatches);
  return { ...finding, summary: [finding.summary, ...remarks].join(' ') };
}

/** The summary for an alert whose expression is known neither from its URL nor from the source's rules. */
export function noExpression(alertname: string): string {
  return `The expression of ${saidText(alertname)} is not known: the alert carries none, and the metric source has no rule of that name.`;
}

/** The summary for an expression that the grammar cannot read. */
export function badExpression(expression: string, { message, line, column }: PromqlError): string {
  return `The alert's expression cannot be read, line ${line}, column ${column}: ${saidText(message)} in ${expressionText(expression)}`;
}

/** The summary for a source that gave no answer: `Prometheus: timed out after 10 s`. */
export function sourceUnavailable(source: string, reason: string): string {
  // Most reasons begin with the name and the address of the source.
  return reason.startsWith(`${source} `) ? saidText(reason) : `${source}: ${saidText(reason)}`;
}

function findingFor(condition: Condition, scene: Scene): Finding {
  if (condition.kind === 'threshold') return thresholdFinding(condition, scene);
  return condition.kind === 'absence'
    ? absenceFinding(condition, scene)
    : presenceFinding(condition, scene);
}

function remarksOn(answer: MetricAnswer, noneMatches: boolean): readonly string[] {
  const remarks: string[] = [];
  if (noneMatches) remarks.push("No series carries the alert's labels, so all of them were read.");
  if (answer.truncated) remarks.push('The answer was too long; part of it was left out.');
  const [first, ...more] = answer.warnings;
  if (first !== undefined) {
    const rest = more.length === 0 ? '' : ` (and ${plural(more.length, 'more warning')})`;
    remarks.push(`The source warns: ${saidText(first)}${rest}.`);
  }
  return remarks;
}
