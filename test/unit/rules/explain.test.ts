import { expect, it } from 'vitest';
import { explain, renderExplanation } from '../../../src/rules/explain.ts';
import { bookOf } from './books.ts';
import { firing } from './signals.ts';

const BOOK = bookOf(`
groups:
  - name: shop
    rules:
      - {rule: Down, match: ['alertname = "CheckoutDown"', 'env = "prod"'], severity: SEV1, reason: down}
      - {rule: Any, match: ['alertname =~ "Checkout.*"'], severity: SEV3, reason: 'checkout in {{ labels.env }}'}
      - {rule: Again, match: ['env = "dev"'], severity: SEV3, reason: again}
      - {rule: Small, match: ['env = "dev"'], severity: SEV4, reason: small}
`);

const signal = firing({ alertname: 'CheckoutDown', env: 'dev', service: 'shop' });

it('tells of every rule whether it matched, and which matcher failed on which value', () => {
  expect(explain(BOOK, signal)).toEqual({
    winner: 'shop/Any',
    severity: 'SEV3',
    reason: 'checkout in dev',
    services: ['shop'],
    impact: '',
    correlation: 'groupKey:{}:{alertname="x"}',
    runbook: '',
    rules: [
      {
        rule: 'shop/Down',
        severity: 'SEV1',
        matched: false,
        failed: [{ matcher: 'env="prod"', actual: 'dev' }],
      },
      { rule: 'shop/Any', severity: 'SEV3', matched: true, failed: [] },
      { rule: 'shop/Again', severity: 'SEV3', matched: true, failed: [] },
      { rule: 'shop/Small', severity: 'SEV4', matched: true, failed: [] },
    ],
  });
});

it('reads well in a terminal', () => {
  expect(renderExplanation('CheckoutDown', explain(BOOK, signal))).toBe(
    [
      'CheckoutDown',
      '  SEV3  shop/Any: checkout in dev',
      '  services     shop',
      '  correlation  groupKey:{}:{alertname="x"}',
      '    + SEV3 shop/Any: wins',
      '    + SEV3 shop/Again: matched, but later than the winner',
      '    + SEV4 shop/Small: matched, but milder than the winner',
      '    - SEV1 shop/Down: "dev" fails env="prod"',
      '',
    ].join('\n'),
  );
});

it('keeps escape sequences of an alert away from the terminal', () => {
  const hostile = firing({ alertname: 'a\u001b[2J', env: '\u001b]0;x\u0007' });
  const text = renderExplanation('a\u001b[2J', explain(BOOK, hostile));
  expect(text).not.toContain('\u001b');
});
