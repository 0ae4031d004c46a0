/** Judging says how bad one signal is, by which rule and why, and which incident it belongs to. */
import { type Proposal, type Severity, worst } from '../domain/severity.ts';
import type { Signal } from '../domain/signal.ts';
import { affectedServices } from './affected-services.ts';
import { correlationKey } from './correlation-key.ts';
import { impactOfSignal } from './impact.ts';
import { oneLine } from './one-line.ts';
import type { Rule, RuleBook } from './rule-book.ts';
import { winningRule } from './rule-index.ts';
import { runbookUrl } from './runbook-url.ts';
import { renderTemplate } from './template.ts';

export interface Verdict extends Proposal {
  /** Signals with the same key are one incident. */
  readonly correlationKey: string;
  /** http or https; empty when there is none. */
  readonly runbookUrl: string;
}

export type Judgement = Pick<Proposal, 'severity' | 'rule' | 'reason'>;

const MAX_REASON = 300;

/** The worst matching rule wins, the first of them in file order; without one, the worst group default, or the fallback. */
export function judge(book: RuleBook, signal: Signal): Verdict {
  const rule = winningRule(book, signal);
  return {
    ...(rule === null ? unmatched(book) : matched(rule, signal)),
    affectedServices: affectedServices(rule, signal),
    impact: impactOfSignal(rule, signal),
    correlationKey: correlationKey(rule, signal),
    runbookUrl: runbookUrl(rule, signal),
  };
}

export function matched(rule: Rule, signal: Signal): Judgement {
  const reason = oneLine(renderTemplate(rule.reason, signal), MAX_REASON);
  return {
    severity: rule.severity,
    rule: rule.id,
    reason: reason === '' ? `matched by rule ${rule.id}` : reason,
  };
}

/** When no rule matched. */
export function unmatched(book: RuleBook): Judgement {
  const { severity, group } = defaultOf(book);
  const whose = group === null ? 'the default' : `the default of group ${group}`;
  return {
    severity,
    rule: group === null ? 'default' : `${group}/default`,
    reason: `no rule matched; ${whose} is ${severity}`,
  };
}

/** The worst group default, the first of them in file order; the book's fallback when no group has one. */
export function defaultOf(book: RuleBook): { severity: Severity; group: string | null } {
  let chosen: { severity: Severity; group: string } | null = null;
  for (const { name, default: severity } of book.groups) {
    if (severity === null) continue;
    if (chosen !== null && worst(chosen.severity, severity) === chosen.severity) continue;
    chosen = { severity, group: name };
  }
  return chosen ?? { severity: book.fallback, group: null };
}
