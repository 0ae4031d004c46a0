import { expect, it } from 'vitest';
import type { Severity } from '../../../src/domain/severity.ts';
import { backtest, renderBacktest } from '../../../src/rules/backtest.ts';
import { bookOf } from './books.ts';
import { firing } from './signals.ts';

const BOOK = bookOf(`
groups:
  - name: g
    rules:
      - {rule: Bad, match: ['alertname = "Bad"'], severity: SEV1, reason: it is bad}
      - {rule: Mild, match: ['alertname = "Mild"'], severity: SEV4, reason: it is mild}
`);

function sample(id: string, name: string, proposed: Severity, confirmed: Severity | null) {
  const signals = [{ ...firing({ alertname: name }), status: 'resolved' as const }];
  return { incidentId: id, signals, proposed, confirmed };
}

const SAMPLES = [
  sample('INC-1', 'Bad', 'SEV3', 'SEV1'),
  sample('INC-2', 'Bad', 'SEV2', 'SEV2'),
  sample('INC-3', 'Mild', 'SEV1', 'SEV2'),
  sample('INC-4', 'Mild', 'SEV4', null),
  { ...sample('INC-5', 'Mild', 'SEV4', 'SEV4'), signals: [] },
];

it('compares these rules, and those of then, with what people confirmed', () => {
  expect(backtest(BOOK, SAMPLES)).toEqual({
    samples: 5,
    skipped: 2,
    now: { same: 1, raised: 1, lowered: 1 },
    before: { same: 1, raised: 1, lowered: 1 },
    rows: [
      {
        incidentId: 'INC-2',
        proposed: 'SEV2',
        confirmed: 'SEV2',
        now: 'SEV1',
        rule: 'g/Bad',
        reason: 'it is bad',
        change: 'raised',
      },
      {
        incidentId: 'INC-3',
        proposed: 'SEV1',
        confirmed: 'SEV2',
        now: 'SEV4',
        rule: 'g/Mild',
        reason: 'it is mild',
        change: 'lowered',
      },
    ],
  });
});

it('reads well in a terminal', () => {
  expect(renderBacktest(backtest(BOOK, SAMPLES))).toBe(
    [
      '3 of 5 incidents compared',
      'these rules:   1 as confirmed, 1 raised, 1 lowered',
      'rules of then:  1 as confirmed, 1 raised, 1 lowered',
      '  INC-2  confirmed SEV2, then SEV2, now SEV1 by g/Bad: it is bad',
      '  INC-3  confirmed SEV2, then SEV1, now SEV4 by g/Mild: it is mild',
      '',
    ].join('\n'),
  );
});

it('of nothing is nothing', () => {
  expect(backtest(BOOK, [])).toMatchObject({ samples: 0, skipped: 0, rows: [] });
});
