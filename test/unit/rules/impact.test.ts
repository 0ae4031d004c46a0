import { describe, expect, it } from 'vitest';
import { explain, renderExplanation } from '../../../src/rules/explain.ts';
import { judge } from '../../../src/rules/judge.ts';
import { propose } from '../../../src/rules/propose.ts';
import { bookOf } from './books.ts';
import { firing } from './signals.ts';

const BOOK = bookOf(`
groups:
  - name: shop
    rules:
      - rule: Down
        match: ['alertname = "CheckoutDown"']
        severity: SEV1
        impact: 'Nobody in {{ labels.region }} can pay'
      - rule: Slow
        match: ['alertname = "CheckoutSlow"']
        severity: SEV2
      - rule: Odd
        match: ['alertname = "CheckoutOdd"']
        severity: SEV3
        impact: '{{ annotations.nope }}'
`);

const slow = (annotations: Record<string, string>) => ({
  ...firing({ alertname: 'CheckoutSlow' }),
  annotations,
});
const impactOf = (annotations: Record<string, string>) => judge(BOOK, slow(annotations)).impact;

describe('the impact of a signal', () => {
  it('is what the rule says, filled in', () => {
    const down = firing({ alertname: 'CheckoutDown', region: 'Hanoi' });
    expect(judge(BOOK, down).impact).toBe('Nobody in Hanoi can pay');
  });

  it('is what the alert says, the plainest annotation first', () => {
    const all = { description: 'd', summary: 's', customer_impact: 'c', impact: 'i' };
    expect(impactOf(all)).toBe('i');
    expect(impactOf({ description: 'd', summary: 's', customer_impact: 'c' })).toBe('c');
    expect(impactOf({ description: 'd', summary: 's', impact: ' \n ' })).toBe('s');
    expect(impactOf({ description: 'd' })).toBe('d');
    expect(impactOf({ toString: 'd' })).toBe('');
  });

  it('is what the alert says where the rule says nothing in the end', () => {
    const odd = { ...firing({ alertname: 'CheckoutOdd' }), annotations: { summary: 's' } };
    expect(judge(BOOK, odd).impact).toBe('s');
  });

  it('is one line of at most 300 characters', () => {
    const hostile = `a\u001b[2J\n\u202eb${'x'.repeat(4000)}`;
    const impact = impactOf({ summary: hostile });
    expect(impact).toMatch(/^a \[2J b/);
    expect([...impact]).toHaveLength(300);
  });

  it('of several signals is that of the worst', () => {
    const signals = [
      slow({ summary: 'slow' }),
      firing({ alertname: 'CheckoutDown', region: 'Hue' }),
    ];
    expect(propose(BOOK, signals).impact).toBe('Nobody in Hue can pay');
  });

  it('is shown by the explanation', () => {
    const signal = slow({ summary: 'half of them wait' });
    expect(explain(BOOK, signal).impact).toBe('half of them wait');
    expect(renderExplanation('x', explain(BOOK, signal))).toContain(
      '  impact       half of them wait\n',
    );
  });
});
