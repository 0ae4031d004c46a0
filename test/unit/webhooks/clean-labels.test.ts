import { describe, expect, it } from 'vitest';
import { cleanLabels, labelPairs, MAX_LABELS } from '../../../src/webhooks/clean-labels.ts';
import { Warnings } from '../../../src/webhooks/warnings.ts';

function clean(map: unknown) {
  const warnings = new Warnings();
  const labels = cleanLabels(labelPairs(map, 'labels', warnings), 'labels', warnings);
  return { labels, warnings: warnings.list() };
}

describe('a label map', () => {
  it('of text comes through as it is, without a warning', () => {
    const labels = { alertname: 'LoiThanhToan', 'tên.dịch vụ': 'thanh toán', empty: '' };
    expect(clean(labels)).toEqual({ labels, warnings: [] });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'keeps the name %s through JSON and back, and changes no other object',
    (name) => {
      const { labels } = clean(JSON.parse(`{"${name}":"hostile","a":"b"}`));
      const stored: Record<string, string> = JSON.parse(JSON.stringify({ ...labels }));
      expect(Object.keys(labels)).toContain(name);
      expect(Object.entries(stored)).toContainEqual([name, 'hostile']);
      expect(Object.getPrototypeOf({})).toBe(Object.prototype);
      expect(typeof {}.toString).toBe('function');
    },
  );

  it('has no label that nobody sent', () => {
    const { labels } = clean({ a: 'b' });
    expect(labels['toString']).toBeUndefined();
    expect(labels['constructor']).toBeUndefined();
  });

  it.each([
    [{ n: 3 }, { n: '3' }, 'a value is of type number, turned into text'],
    [
      { n: Number.POSITIVE_INFINITY },
      { n: 'Infinity' },
      'a value is of type number, turned into text',
    ],
    [{ n: true }, { n: 'true' }, 'a value is of type boolean, turned into text'],
    [{ n: { a: [1] } }, { n: '{"a":[1]}' }, 'a value is of type object, turned into text'],
    [{ n: ['a'] }, { n: '["a"]' }, 'a value is a list, turned into text'],
    [{ n: null }, { n: '' }, 'a value is null, taken as empty'],
  ])('%j becomes %j with a warning', (given, yields, warning) => {
    expect(clean(given)).toEqual({ labels: yields, warnings: [`labels: ${warning}`] });
  });

  it.each([[[]], ['text'], [7]])('that is %j is no map: left out with a warning', (given) => {
    expect(clean(given)).toEqual({
      labels: {},
      warnings: ['labels: not an object of names and values, left out'],
    });
  });

  it.each([[undefined], [null]])('that is %j is simply empty', (given) => {
    expect(clean(given)).toEqual({ labels: {}, warnings: [] });
  });

  it('of 1,000 labels keeps 128, the ones that rules judge by among them', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`label_${i}`, 'x']));
    const { labels, warnings } = clean({ ...many, severity: 'critical', service: 'kho' });
    expect(Object.keys(labels)).toHaveLength(MAX_LABELS);
    expect(labels).toMatchObject({ severity: 'critical', service: 'kho', label_0: 'x' });
    expect(warnings).toEqual(['labels: more than 128 entries, the rest was left out']);
  });

  it('caps a name of 10 kB and a value of 1 MB, both visibly', () => {
    const { labels, warnings } = clean({ ['n'.repeat(10_000)]: 'v'.repeat(1_000_000) });
    const [[name, value]] = Object.entries(labels) as [[string, string]];
    expect([name.length, name.endsWith('…[cut]')]).toEqual([254, true]);
    expect([value.length, value.endsWith('…[cut]')]).toEqual([4094, true]);
    expect(warnings).toHaveLength(2);
  });

  it('says so when two names become one', () => {
    expect(clean({ 'a\u0001': '1', a: '2' })).toEqual({
      labels: { a: '2' },
      warnings: [
        'labels: a name was cleaned or cut',
        'labels: two names became the same, the last one stays',
      ],
    });
  });

  it('keeps a name that consists of nothing printable', () => {
    expect(clean({ '\u0001': 'x' }).labels).toEqual({ '\uFFFD': 'x' });
  });

  it('tells each kind of warning once, with its first place and its count', () => {
    const warnings = new Warnings();
    for (let i = 0; i < 3; i += 1) labelPairs({ a: 1 }, `alerts[${i}].labels`, warnings);
    expect(warnings.list()).toEqual([
      'alerts[0].labels: a value is of type number, turned into text (and 2 more like it)',
    ]);
  });
});
