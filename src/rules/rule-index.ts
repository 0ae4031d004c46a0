/** The rule index finds the winning rule without trying every rule: by alertname where a rule names it. */
import { SEVERITIES } from '../domain/severity.ts';
import type { Signal } from '../domain/signal.ts';
import { allRules, type Rule, type RuleBook } from './rule-book.ts';

interface RuleIndex {
  /** The best first: worst severity, then file order. */
  readonly byAlertname: ReadonlyMap<string, readonly Rule[]>;
  /** For every other alertname. */
  readonly others: readonly Rule[];
}

const NAME = 'alertname';

/** A book never changes, so its index is made once, when it is first asked. */
const indexes = new WeakMap<RuleBook, RuleIndex>();

/** The matching rule of the worst severity, the first of them in file order; null when none matches. */
export function winningRule(book: RuleBook, signal: Signal): Rule | null {
  let index = indexes.get(book);
  if (index === undefined) {
    index = indexOf(book);
    indexes.set(book, index);
  }
  const candidates = index.byAlertname.get(labelOf(signal, NAME)) ?? index.others;
  return candidates.find((rule) => matches(rule, signal)) ?? null;
}

function matches(rule: Rule, signal: Signal): boolean {
  for (const matcher of rule.match) {
    if (!matcher.test(labelOf(signal, matcher.name))) return false;
  }
  return true;
}

/** A missing label has the empty value. */
export function labelOf(signal: Signal, name: string): string {
  return Object.hasOwn(signal.labels, name) ? (signal.labels[name] ?? '') : '';
}

function indexOf(book: RuleBook): RuleIndex {
  const ranked = allRules(book).toSorted(bySeverity);
  const named = new Map(ranked.map((rule) => [rule, alertnames(rule)]));
  const others = ranked.filter((rule) => named.get(rule) === null);
  const names = new Set([...named.values()].flatMap((list) => [...(list ?? [])]));
  const byAlertname = new Map<string, readonly Rule[]>();
  for (const name of names) {
    byAlertname.set(
      name,
      ranked.filter((rule) => named.get(rule)?.has(name) ?? true),
    );
  }
  return { byAlertname, others };
}

/** The only alertnames that a rule can match; null when they cannot be listed. */
function alertnames(rule: Rule): ReadonlySet<string> | null {
  const matcher = rule.match.find((one) => one.name === NAME && one.values !== null);
  return matcher?.values ? new Set(matcher.values) : null;
}

/** `toSorted` is stable: rules of one severity stay in file order. */
function bySeverity(a: Rule, b: Rule): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}
