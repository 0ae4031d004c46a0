/** The explanation of a judgement: every rule, whether it matched, and which matcher failed on which value. */
import { isWorse, type Severity } from '../domain/severity.ts';
import type { Signal } from '../domain/signal.ts';
import { judge } from './judge.ts';
import { matcherText } from './matcher.ts';
import { oneLine } from './one-line.ts';
import { allRules, type Rule, type RuleBook } from './rule-book.ts';
import { labelOf } from './rule-index.ts';

/** Plain data: its JSON form is itself. */
export interface Explanation {
  /** `group/rule`, `group/default` or `default`. */
  readonly winner: string;
  readonly severity: Severity;
  readonly reason: string;
  readonly services: readonly string[];
  /** Empty when neither the rule nor the alert says any. */
  readonly impact: string;
  readonly correlation: string;
  /** Empty when there is none. */
  readonly runbook: string;
  /** Every rule, in file order. */
  readonly rules: readonly RuleExplanation[];
}

export interface RuleExplanation {
  readonly rule: string;
  readonly severity: Severity;
  readonly matched: boolean;
  /** Matchers that did not pass, each with the value that the label has. */
  readonly failed: readonly { readonly matcher: string; readonly actual: string }[];
}

const SHOWN = 200;

export function explain(book: RuleBook, signal: Signal): Explanation {
  const verdict = judge(book, signal);
  return {
    winner: verdict.rule,
    severity: verdict.severity,
    reason: verdict.reason,
    services: verdict.affectedServices,
    impact: verdict.impact,
    correlation: verdict.correlationKey,
    runbook: verdict.runbookUrl,
    rules: allRules(book).map((rule) => explainRule(rule, signal)),
  };
}

/** For a terminal; `alert` is what the explanation is about. */
export function renderExplanation(alert: string, explanation: Explanation): string {
  const { severity, winner, reason, services, impact, correlation, runbook } = explanation;
  const lines = [
    oneLine(alert, SHOWN),
    `  ${severity}  ${winner}: ${reason}`,
    `  services     ${services.length === 0 ? '(none)' : services.join(', ')}`,
    ...(impact === '' ? [] : [`  impact       ${impact}`]),
    `  correlation  ${oneLine(correlation, SHOWN)}`,
    ...(runbook === '' ? [] : [`  runbook      ${runbook}`]),
    ...matchedFirst(explanation.rules).map((rule) => `    ${renderRule(rule, explanation)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function explainRule(rule: Rule, signal: Signal): RuleExplanation {
  const failed = rule.match
    .filter((matcher) => !matcher.test(labelOf(signal, matcher.name)))
    .map((matcher) => ({ matcher: matcherText(matcher), actual: labelOf(signal, matcher.name) }));
  return { rule: rule.id, severity: rule.severity, matched: failed.length === 0, failed };
}

function matchedFirst(rules: readonly RuleExplanation[]): readonly RuleExplanation[] {
  return rules.toSorted((a, b) => Number(b.matched) - Number(a.matched));
}

function renderRule(rule: RuleExplanation, { winner, severity }: Explanation): string {
  const head = `${rule.matched ? '+' : '-'} ${rule.severity} ${rule.rule}`;
  if (rule.rule === winner) return `${head}: wins`;
  if (rule.matched) {
    return `${head}: matched, but ${isWorse(severity, rule.severity) ? 'milder' : 'later'} than the winner`;
  }
  const reasons = rule.failed.map(
    ({ matcher, actual }) => `${JSON.stringify(oneLine(actual, 60))} fails ${matcher}`,
  );
  return oneLine(`${head}: ${reasons.join('; ')}`, SHOWN);
}
