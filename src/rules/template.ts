/** A template is a text with `{{ labels.x }}` and `{{ annotations.x }}` in it: lookups, never code. */
import type { Signal } from '../domain/signal.ts';

interface Lookup {
  readonly from: 'labels' | 'annotations';
  readonly name: string;
}

export type Template = readonly (string | Lookup)[];

/** A `{{ … }}` that looks nothing up and renders as nothing; offsets in the text. */
export interface TemplateProblem {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const PATH = /^(?<from>labels|annotations)\.(?<name>[^\s(){}[\]'"`]{1,256})$/u;

export function parseTemplate(text: string): {
  readonly template: Template;
  readonly problems: readonly TemplateProblem[];
} {
  const template: (string | Lookup)[] = [];
  const problems: TemplateProblem[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf('{{', at);
    const close = start < 0 ? -1 : text.indexOf('}}', start);
    if (close < 0) break;
    const end = close + 2;
    const lookup = parseLookup(text.slice(start + 2, close));
    template.push(text.slice(at, start));
    if (lookup === null) problems.push({ text: text.slice(start, end).slice(0, 60), start, end });
    else template.push(lookup);
    at = end;
  }
  template.push(text.slice(at));
  return { template: template.filter((part) => part !== ''), problems };
}

/** What is missing renders as nothing; what a label holds is never expanded again. */
export function renderTemplate(template: Template, signal: Signal): string {
  return template
    .map((part) => (typeof part === 'string' ? part : (lookUp(signal[part.from], part.name) ?? '')))
    .join('');
}

function lookUp(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function parseLookup(path: string): Lookup | null {
  const groups = PATH.exec(path.trim())?.groups;
  const from = groups?.['from'];
  const name = groups?.['name'];
  if ((from !== 'labels' && from !== 'annotations') || name === undefined) return null;
  return { from, name };
}
