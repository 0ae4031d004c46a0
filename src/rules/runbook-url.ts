/** The runbook of a signal: the rule's own, or the one that the alert carries. */
import type { Signal } from '../domain/signal.ts';
import type { Rule } from './rule-book.ts';

/** http or https without credentials, else empty: alert text may hold any link. */
export function runbookUrl(rule: Rule | null, signal: Signal): string {
  if (rule !== null && rule.runbookUrl !== '') return rule.runbookUrl;
  const claimed = Object.hasOwn(signal.annotations, 'runbook_url')
    ? (signal.annotations['runbook_url'] ?? '')
    : '';
  return isPlainLink(claimed) ? claimed : '';
}

export function isPlainLink(text: string): boolean {
  if (text.length > 2000 || /\s/u.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/u.test(protocol) && username === '' && password === '';
}
