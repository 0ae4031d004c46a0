/** Lint finds rules that are valid and cannot mean what they say. */
import type { Diagnostic } from '../documents/diagnostic.ts';
import type { Stretch } from '../documents/schema-remark.ts';
import { isWorse } from '../domain/severity.ts';
import type { Placed } from './duplicates.ts';
import { matcherText } from './matcher.ts';
import { alwaysPasses, contradiction, implies } from './matcher-logic.ts';
import type { Rule } from './rule-book.ts';
import type { RuleText } from './rule-schema.ts';

interface PlacedRule {
  readonly rule: Rule;
  readonly text: RuleText;
  readonly warn: (key: string, warning: Warning) => Diagnostic;
}

interface Warning {
  readonly check: string;
  readonly message: string;
  readonly fix?: string;
  readonly within?: Stretch;
}

/** Comparing every rule with every other one takes quadratic time. */
const MAX_COMPARED = 1500;

export function lint(placed: readonly Placed[]): readonly Diagnostic[] {
  const rules = placed.flatMap(placedRules);
  return [
    ...rules.flatMap((one) => [...reasonless(one), ...emptyLookups(one), ...matching(one)]),
    ...(rules.length > MAX_COMPARED ? [] : shadowed(rules)),
  ];
}

function placedRules({ document, at, text, group }: Placed): PlacedRule[] {
  return group.rules.flatMap((rule, i) => {
    const ruleText = text.rules[i];
    if (ruleText === undefined) return [];
    const path = ['groups', at, 'rules', i];
    const warn: PlacedRule['warn'] = (key, { within, ...warning }) =>
      document.remark([...path, key], { level: 'warning', ...warning }, within);
    return [{ rule, text: ruleText, warn }];
  });
}

function reasonless({ rule, warn }: PlacedRule): Diagnostic[] {
  if (rule.reason.length > 0) return [];
  const fix = 'say in one line why an alert of this kind is that bad';
  return [warn('rule', { check: 'rules/reason', message: 'rule without reason', fix })];
}

function emptyLookups({ text, warn }: PlacedRule): Diagnostic[] {
  const fix = 'use {{ labels.name }} or {{ annotations.name }}';
  const problems = (key: string, parsed: RuleText['reason'], narrow: boolean) =>
    (parsed?.problems ?? []).map(({ text: lookup, start, end }) =>
      warn(key, {
        check: 'rules/template',
        message: `${lookup} looks nothing up and renders as nothing`,
        fix,
        ...(narrow ? { within: { start, end } } : {}),
      }),
    );
  return [
    ...problems('reason', text.reason, true),
    ...problems('impact', text.impact, true),
    ...(text.affected_services ?? []).flatMap((one) => problems('affected_services', one, false)),
  ];
}

function matching({ rule, warn }: PlacedRule): Diagnostic[] {
  const pair = contradiction(rule.match);
  if (pair !== null) {
    const both = [...new Set(pair.map(matcherText))].join(' and ');
    return [
      warn('match', { check: 'rules/contradiction', message: `no alert can match: ${both}` }),
    ];
  }
  if (!rule.match.every(alwaysPasses)) return [];
  const fix = "for alerts that nothing else matches, use the group's default";
  return [warn('match', { check: 'rules/always', message: 'every alert matches this rule', fix })];
}

/** Provable only: another rule wins wherever this one matches. */
function shadowed(rules: readonly PlacedRule[]): Diagnostic[] {
  return rules.flatMap((one, at) => {
    if (contradiction(one.rule.match) !== null) return [];
    const shadow = rules.find((other, i) => i !== at && beats(other.rule, one.rule, i < at));
    if (shadow === undefined) return [];
    const message = `rule can never win: "${shadow.rule.id}" wins every alert that it matches`;
    return [one.warn('rule', { check: 'rules/shadowed', message })];
  });
}

function beats(other: Rule, rule: Rule, earlier: boolean): boolean {
  const better = isWorse(other.severity, rule.severity);
  if (!better && !(other.severity === rule.severity && earlier)) return false;
  return other.match.every((matcher) => implies(rule.match, matcher));
}
