/** The expression behind an alert: from the alert itself, else from the metric source's rule of that name. */
import type { Condition } from '../diagnosis/condition.ts';
import { badExpression, noExpression, sourceUnavailable } from '../diagnosis/finding.ts';
import { splitExpression } from '../diagnosis/promql.ts';
import type { Ask } from '../diagnosis/signals-to-ask.ts';
import { ok, type Result } from '../domain/refusal.ts';
import type { Metrics } from '../ports/metrics.ts';
import { PortError } from '../ports/port-error.ts';

/** Why there is nothing to ask: `unavailable` may pass, `unknown` stays. */
export interface NoExpression {
  readonly kind: 'unknown' | 'unavailable';
  readonly expression: string;
  readonly summary: string;
}

export const NOT_CONFIGURED = 'no metric source is configured; set PROMETHEUS_URL';

export async function conditionOf(
  metrics: Metrics | null,
  ask: Ask,
): Promise<Result<Condition, NoExpression>> {
  const found =
    ask.expression === null ? await fromRules(metrics, ask.alertname) : ok(ask.expression);
  if (!found.ok) return found;
  const split = splitExpression(found.value);
  if (split.ok) return split;
  const summary = badExpression(found.value, split.error);
  return { ok: false, error: { kind: 'unknown', expression: found.value, summary } };
}

async function fromRules(
  metrics: Metrics | null,
  alertname: string,
): Promise<Result<string, NoExpression>> {
  const missing = (kind: NoExpression['kind'], summary: string) =>
    ({ ok: false, error: { kind, expression: '', summary } }) as const;
  if (metrics === null)
    return missing('unavailable', sourceUnavailable('Prometheus', NOT_CONFIGURED));
  try {
    const expression = await metrics.ruleExpression(alertname);
    return expression === null ? missing('unknown', noExpression(alertname)) : ok(expression);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return missing('unavailable', sourceUnavailable('Prometheus', error.message));
  }
}
