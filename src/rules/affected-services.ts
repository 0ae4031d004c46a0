/** The services that a signal is about: as the rule says, or by the labels that usually name one. */
import type { Signal } from '../domain/signal.ts';
import { oneLine } from './one-line.ts';
import type { Rule } from './rule-book.ts';
import { labelOf } from './rule-index.ts';
import { renderTemplate } from './template.ts';

const SERVICE_LABELS = ['service', 'app', 'app_kubernetes_io_name', 'job'];

const MAX_NAME = 100;

/** Each once, in order, none empty. */
export function affectedServices(rule: Rule | null, signal: Signal): readonly string[] {
  const named = (rule?.affectedServices ?? []).map((template) => renderTemplate(template, signal));
  const usual = SERVICE_LABELS.map((label) => labelOf(signal, label)).find((name) => name !== '');
  const chosen = rule !== null && rule.affectedServices.length > 0 ? named : [usual ?? ''];
  return [...new Set(chosen.map((name) => oneLine(name, MAX_NAME)))].filter((name) => name !== '');
}
