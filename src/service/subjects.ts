/** What an incident's questions are about, with what the rules say of its alerts. */
import { type Subject, subjectsOf } from '../diagnosis/subject.ts';
import type { Signal } from '../domain/signal.ts';
import { judge } from '../rules/judge.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import { winningRule } from '../rules/rule-index.ts';

export function subjectsBy(rules: RuleBook, signals: readonly Signal[]): readonly Subject[] {
  return subjectsOf(signals, (signal) => ({
    services: judge(rules, signal).affectedServices,
    packs: winningRule(rules, signal)?.diagnose ?? [],
  }));
}
