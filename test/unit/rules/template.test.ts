import { describe, expect, it } from 'vitest';
import { parseTemplate, renderTemplate } from '../../../src/rules/template.ts';
import { workWatch } from '../../given/stopwatch.ts';
import { firing } from './signals.ts';

function render(text: string): string {
  const labels = { cluster: 'eu-1', nested: '{{ labels.cluster }}', 'app.kubernetes.io/name': 'k' };
  const signal = firing(labels, { annotations: { summary: 'it broke' } });
  return renderTemplate(parseTemplate(text).template, signal);
}

describe('a template', () => {
  it.each([
    ['down in {{ labels.cluster }}', 'down in eu-1'],
    ['{{labels.cluster}}{{ labels.cluster }}', 'eu-1eu-1'],
    ['{{ annotations.summary }}!', 'it broke!'],
    ['{{ labels.app.kubernetes.io/name }}', 'k'],
    ['missing: {{ labels.nope }}.', 'missing: .'],
    ['{{ labels.nested }}', '{{ labels.cluster }}'],
    ['{{ labels.__proto__ }}{{ labels.constructor }}{{ labels.toString }}', ''],
    ['{{ constructor.constructor("return 1")() }}', ''],
    ['{{ __proto__ }}', ''],
    ['open {{ labels.cluster', 'open {{ labels.cluster'],
    ['}} {{', '}} {{'],
    ['', ''],
  ])('%s renders as %j', (text, expected) => {
    expect(render(text)).toBe(expected);
  });

  it('says which lookups are none, and where', () => {
    expect(parseTemplate('a {{ x }} b {{ labels.y }} {{}}').problems).toEqual([
      { text: '{{ x }}', start: 2, end: 9 },
      { text: '{{}}', start: 27, end: 31 },
    ]);
  });

  it('takes ten thousand nested braces in its stride', () => {
    const worked = workWatch();
    expect(render(`${'{{'.repeat(10_000)}${'}}'.repeat(10_000)}`)).toBe('}}'.repeat(9999));
    expect(worked()).toBeLessThan(50);
  });
});
