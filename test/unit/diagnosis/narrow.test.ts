import { parser } from '@prometheus-io/lezer-promql';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { narrow } from '../../../src/diagnosis/narrow.ts';
import { escapeRe2, quoteLabel } from '../../../src/diagnosis/quote-label.ts';

/** The names of all nodes in order: two queries of one shape differ only in the text of their leaves. */
function shapeOf(query: string): string {
  const names: string[] = [];
  parser.parse(query).iterate({ enter: (node) => void names.push(node.name) });
  return names.join(' ');
}

function narrowed(expression: string, labels: Record<string, string>): string {
  const result = narrow(expression, labels);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const HOSTILE = [
  'x"} or vector(1) or up{a="',
  'a\nb',
  'a\\',
  '\\"',
  'a\u0000b',
  '`',
  "'",
  '} # ',
  'é😀\u202E',
  '\uD800',
  '\r\n',
];

describe('narrowing an expression', () => {
  it.each([
    ['up', 'up{job="api"}'],
    ['up{}', 'up{job="api"}'],
    ['up{a="b"}', 'up{a="b",job="api"}'],
    ['up{a="b",}', 'up{a="b",job="api",}'],
    ['up{a="b" # the one\n}', 'up{a="b",job="api" # the one\n}'],
    ['{"my.metric"}', '{"my.metric",job="api"}'],
    [
      'rate(a[5m] offset 1h) / on (job) b > 5',
      'rate(a{job="api"}[5m] offset 1h) / on (job) b{job="api"} > 5',
    ],
  ])('adds the label to every selector of %j', (expression, result) => {
    expect(narrowed(expression, { job: 'api' })).toBe(result);
  });

  it('quotes names that are no plain identifiers and leaves the metric name alone', () => {
    expect(narrowed('up', { 'service.name': 'api', __name__: 'down' })).toBe(
      'up{"service.name"="api"}',
    );
  });

  it('changes nothing without labels, and refuses what it cannot read', () => {
    expect(narrowed('up > 0', {})).toBe('up > 0');
    expect(narrow('up{', { a: 'b' })).toMatchObject({ ok: false });
  });

  it.each(HOSTILE)('keeps the shape of the query for the value %j', (value) => {
    for (const expression of ['rate(up{a="b"}[5m]) > 1', '{"x.y"} unless z', 'up{}']) {
      expect(shapeOf(narrowed(expression, { job: value }))).toBe(
        shapeOf(narrowed(expression, { job: 'plain' })),
      );
    }
  });

  it('keeps the shape of the query for any label name and any value', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE));
    const name = fc.oneof(
      fc.constant('job'),
      text.filter((each) => each !== '__name__' && each !== ''),
    );
    fc.assert(
      fc.property(name, text, (label, value) => {
        const plain = /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label) ? 'job' : 'a.b';
        expect(shapeOf(narrowed('rate(up{a="b"}[5m]) > 1', { [label]: value }))).toBe(
          shapeOf(narrowed('rate(up{a="b"}[5m]) > 1', { [plain]: 'plain' })),
        );
      }),
    );
  });
});

describe('quoting a label value', () => {
  it('gives a literal that JSON reads back as the same text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        fc.pre(!/\p{Cc}/u.test(value.replace(/[\n\r]/g, '')));
        expect(JSON.parse(quoteLabel(value))).toBe(value);
      }),
    );
  });

  it('writes the replacement character as an escape, which Prometheus would take for broken text', () => {
    expect(quoteLabel('a\uFFFDb\uD800')).toBe('"a\\ufffdb\\ufffd"');
  });

  it('makes a pattern that matches only the text itself', () => {
    expect(escapeRe2('10.0.0.1:9090 (a|b)*')).toBe('10\\.0\\.0\\.1:9090 \\(a\\|b\\)\\*');
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(new RegExp(`^(?:${escapeRe2(value)})$`, 's').test(value)).toBe(true);
      }),
    );
    expect(quoteLabel(escapeRe2('a.b'))).toBe('"a\\\\.b"');
  });
});
