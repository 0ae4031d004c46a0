import { expect, it } from 'vitest';
import { judge } from '../../../src/rules/judge.ts';
import { propose } from '../../../src/rules/propose.ts';
import { workWatch } from '../../given/stopwatch.ts';
import { bookOf } from './books.ts';
import { firing } from './signals.ts';

const rules = Array.from({ length: 200 }, (_, i) => ({
  rule: `r${i}`,
  match:
    i % 20 === 0
      ? [`alertname =~ "(?i:.*thing${i}.*)"`, 'env !~ "dev|test.*"']
      : [`alertname = "Alert${i}"`, 'env =~ "prod|staging"', 'severity =~ "(?i:crit.*)"'],
  severity: `SEV${1 + (i % 4)}`,
  reason: 'something about {{ labels.service }} in {{ labels.cluster }}',
}));
const book = bookOf(JSON.stringify({ groups: [{ name: 'g', rules }] }));
const alerts = Array.from({ length: 1000 }, (_, i) =>
  firing({
    alertname: `Alert${i % 250}`,
    env: 'prod',
    severity: 'critical',
    service: `s${i}`,
    cluster: 'eu',
  }),
);

it('200 rules judge 1,000 alerts within a blink', () => {
  judge(book, firing({ alertname: 'warm' }));
  const judging = workWatch();
  const verdicts = alerts.map((signal) => judge(book, signal));
  const judged = judging();
  const proposing = workWatch();
  const proposal = propose(book, alerts);
  const proposed = proposing();
  expect(verdicts.filter((one) => one.rule !== 'default').length).toBeGreaterThan(700);
  expect(proposal.severity).toBe('SEV1');
  // The wish is 50 ms; the bound leaves room for a busy machine.
  expect(judged).toBeLessThan(500);
  expect(proposed).toBeLessThan(500);
});
