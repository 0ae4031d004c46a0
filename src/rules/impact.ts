/** Who is affected by a signal, and how: as the rule says, or as the alert's own annotations do. */
import type { Signal } from '../domain/signal.ts';
import { oneLine } from './one-line.ts';
import type { Rule } from './rule-book.ts';
import { renderTemplate } from './template.ts';

const ANNOTATIONS = ['impact', 'customer_impact', 'summary', 'description'];

const MAX_IMPACT = 300;

/** One line of at most 300 characters; empty when neither says anything. */
export function impactOfSignal(rule: Rule | null, signal: Signal): string {
  const ruled = rule === null || rule.impact === null ? '' : renderTemplate(rule.impact, signal);
  const said = ANNOTATIONS.map((name) =>
    Object.hasOwn(signal.annotations, name) ? (signal.annotations[name] ?? '') : '',
  );
  const texts = [ruled, ...said].map((text) => oneLine(text, MAX_IMPACT));
  return texts.find((text) => text !== '') ?? '';
}
