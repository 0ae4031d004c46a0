/** The correlation key says which signals tell the same story. */
import type { Signal } from '../domain/signal.ts';
import type { Rule } from './rule-book.ts';
import { labelOf } from './rule-index.ts';

/** `by:service="checkout"` where the rule correlates by labels that the signal has; its source's own group otherwise. */
export function correlationKey(rule: Rule | null, signal: Signal): string {
  const names = rule?.correlateBy ?? [];
  const values = names.map((name) => labelOf(signal, name));
  if (values.every((value) => value === '')) return `groupKey:${signal.groupKey}`;
  const pairs = names.map((name, i) => `${name}=${JSON.stringify(values[i])}`);
  return `by:${pairs.join(',')}`;
}
