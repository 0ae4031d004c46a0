/** Verification questions are what must be asked of the data before anybody may say that it recovered. */
import type { MetricAnswer, RangeQuestion } from '../ports/metrics.ts';
import type { Condition } from './condition.ts';
import type { Window } from './window.ts';

/**
 * `value`: must have data and must not breach. `whole`: must be empty. `data`: must have data, so that the silence of
 * the other question means health and not blindness.
 */
export type Role = 'value' | 'whole' | 'data';

export interface VerificationQuestion {
  readonly role: Role;
  readonly question: RangeQuestion;
}

export interface VerificationAnswer extends VerificationQuestion {
  readonly answer: MetricAnswer;
}

/** At least one; each is asked, and all the answers go to `judgeRecovery` together. */
export function verificationQuestions(
  condition: Condition,
  window: Window,
): readonly VerificationQuestion[] {
  const ask = (role: Role, query: string) => ({ role, question: { query, ...window } });
  const data = condition.selectors.map((selector) => ask('data', selector));
  switch (condition.kind) {
    case 'absence':
      return [ask('data', condition.inner)];
    case 'presence':
      return [ask('whole', condition.whole), ...data];
    case 'threshold':
      return [ask('value', condition.left), ...(condition.vanishes ? data : [])];
  }
}
