/** Proposing puts the verdicts on a delivery's signals together into one severity for their incident. */
import { isWorse, type Proposal } from '../domain/severity.ts';
import type { Signal } from '../domain/signal.ts';
import { affectedServices } from './affected-services.ts';
import { impactOfSignal } from './impact.ts';
import { defaultOf, type Judgement, matched, unmatched } from './judge.ts';
import type { RuleBook } from './rule-book.ts';
import { winningRule } from './rule-index.ts';

/** An incident that names more services than this names all of them. */
const MAX_SERVICES = 100;

/** The worst verdict over the firing signals, or over all when none fires; the services of all of them, in order; the impact of the worst. No signals: what applies when nothing matches. */
export function propose(book: RuleBook, signals: readonly Signal[]): Proposal {
  const firing = signals.filter((signal) => signal.status === 'firing');
  let worst: Judgement | null = null;
  let impact = '';
  const services = new Set<string>();
  for (const signal of firing.length > 0 ? firing : signals) {
    const rule = winningRule(book, signal);
    const { severity } = rule ?? defaultOf(book);
    if (worst === null || isWorse(severity, worst.severity)) {
      worst = rule === null ? unmatched(book) : matched(rule, signal);
      impact = impactOfSignal(rule, signal);
    }
    for (const name of affectedServices(rule, signal)) services.add(name);
  }
  return {
    ...(worst ?? unmatched(book)),
    affectedServices: [...services].slice(0, MAX_SERVICES),
    impact,
  };
}
