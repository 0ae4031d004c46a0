import { expect, it } from 'vitest';
import { propose } from '../../../src/rules/propose.ts';
import { bookOf } from './books.ts';
import { firing } from './signals.ts';

const BOOK = bookOf(`
groups:
  - name: g
    rules:
      - {rule: Bad, match: ['alertname = "Bad"'], severity: SEV1, reason: 'bad {{ labels.service }}'}
      - {rule: Mild, match: ['alertname = "Mild"'], severity: SEV4, reason: mild}
`);

const mild = firing({ alertname: 'Mild', service: 'a' });
const bad = firing({ alertname: 'Bad', service: 'b' });
const gone = { ...bad, status: 'resolved' } as const;

it('the worst firing signal speaks for all, and the services are united in order', () => {
  expect(propose(BOOK, [mild, bad, mild])).toEqual({
    severity: 'SEV1',
    rule: 'g/Bad',
    reason: 'bad b',
    affectedServices: ['a', 'b'],
    impact: '',
  });
});

it('a resolved signal does not count while another fires', () => {
  expect(propose(BOOK, [gone, mild])).toMatchObject({ severity: 'SEV4', affectedServices: ['a'] });
});

it('when none fires all count', () => {
  expect(propose(BOOK, [{ ...mild, status: 'resolved' }, gone])).toMatchObject({
    severity: 'SEV1',
    affectedServices: ['a', 'b'],
  });
});

it('among equals the first signal gives the reason', () => {
  const other = firing({ alertname: 'Bad', service: 'c' });
  expect(propose(BOOK, [bad, other]).reason).toBe('bad b');
});

it('a signal that no rule knows is worse than a mild one', () => {
  expect(propose(BOOK, [mild, firing({ alertname: 'New' })])).toMatchObject({
    severity: 'SEV3',
    rule: 'default',
  });
});

it('no signals at all: what applies when nothing matches', () => {
  expect(propose(BOOK, [])).toMatchObject({
    severity: 'SEV3',
    rule: 'default',
    affectedServices: [],
  });
});

it('names at most a hundred services', () => {
  const many = Array.from({ length: 150 }, (_, i) =>
    firing({ alertname: 'Mild', service: `s${i}` }),
  );
  expect(propose(BOOK, many).affectedServices).toHaveLength(100);
});
