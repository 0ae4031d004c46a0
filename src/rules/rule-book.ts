/** The rule book is every rule that is in force, compiled, with what applies when none matches. */
import type { Severity } from '../domain/severity.ts';
import type { Matcher } from './matcher.ts';
import type { Template } from './template.ts';

export interface Rule {
  /** `group/rule`. */
  readonly id: string;
  /** All must pass. */
  readonly match: readonly Matcher[];
  readonly severity: Severity;
  readonly reason: Template;
  /** Empty: the first of the usual service labels. */
  readonly affectedServices: readonly Template[];
  /** Who is affected and how; null: as the alert's annotations say. */
  readonly impact: Template | null;
  /** Label names, sorted; empty: by the source's own grouping. */
  readonly correlateBy: readonly string[];
  /** Empty: none. */
  readonly runbookUrl: string;
  /** Query packs for its alerts, the most useful first; empty: those that fit its labels. */
  readonly diagnose: readonly string[];
}

export interface RuleGroup {
  readonly name: string;
  /** Empty: nobody. */
  readonly owner: string;
  /** For alerts that no rule anywhere matches; null: the book's fallback. */
  readonly default: Severity | null;
  readonly rules: readonly Rule[];
}

export interface RuleBook {
  /** In the order of the files. */
  readonly groups: readonly RuleGroup[];
  /** When no rule matches and no group has a default. */
  readonly fallback: Severity;
  /** Of the texts it was read from. */
  readonly hash: string;
}

export const FALLBACK: Severity = 'SEV3';

export function allRules(book: RuleBook): readonly Rule[] {
  return book.groups.flatMap((group) => group.rules);
}
