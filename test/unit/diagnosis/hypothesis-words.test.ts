/** Hypothesis words are plain sentences, whatever the services and deploys are called. */
import { describe, expect, it } from 'vitest';
import type { Cause } from '../../../src/diagnosis/cause.ts';
import {
  causeText,
  inconclusiveText,
  refutationText,
} from '../../../src/diagnosis/hypothesis-words.ts';

const NOON = Date.UTC(2026, 10, 22, 12) / 1000;
const beside = { target: 'page', at: NOON };
const cause: Cause = {
  service: 'ledger',
  metrics: ['latency'],
  kind: 'latency',
  score: 0.9,
  confidence: 0.9,
  onset: NOON - 120,
  effect: { z: 9.53, before: 0.11, during: 0.42 },
  path: ['page', 'till', 'ledger'],
  reasons: [
    { is: 'worse', metric: 'latency', z: 9.53 },
    { is: 'began', at: NOON - 120, lead: 60 },
    { is: 'own', explained: 0, by: 'callees' },
    { is: 'changed', title: 'ledger 4.2', at: NOON - 300 },
  ],
  refutations: [],
  evidence: [],
};

describe('a cause', () => {
  it('is told in one line, with its numbers, its time and the way to it', () => {
    expect(causeText(cause, beside)).toBe(
      'ledger: latency went from 0.11 to 0.42, 9.5 deviations from what is usual, since 11:58:00 UTC (1 min before page), ' +
        'nothing that it calls explains it, it was changed at 11:55:00 UTC (ledger 4.2). Way: page → till → ledger.',
    );
  });

  it("calls the alert's own measure by what people know of it", () => {
    const text = causeText({ ...cause, metrics: ['alert-expression'] }, beside);
    expect(text).toMatch(/^ledger: what the alert measures went from 0\.11 to 0\.42, /);
  });

  it('that fell silent has no numbers', () => {
    const silent: Cause = {
      ...cause,
      metrics: [],
      effect: null,
      reasons: [{ is: 'silent' }],
      path: [],
    };
    expect(causeText(silent, beside)).toBe('ledger: it stopped reporting.');
  });

  it('tells of load, of new calls, and of what is explained below', () => {
    const text = causeText(
      {
        ...cause,
        path: ['page', 'ledger'],
        reasons: [
          { is: 'own', explained: 0.3, by: 'callees' },
          { is: 'overloaded', times: 2.34 },
          { is: 'calls-something-new', callee: 'archive' },
        ],
      },
      beside,
    );
    expect(text).toBe(
      'ledger: latency went from 0.11 to 0.42, what it calls explains about 30 % of it, ' +
        'with 2.3 times its requests, which no caller of it explains, and it calls archive, which it did not before.',
    );
  });

  it('with a hostile name stays one line', () => {
    const text = causeText({ ...cause, service: 'a\nb\u0007' }, beside);
    expect(text).toMatch(/^a b\uFFFD: /);
  });
});

describe('what would refute a cause', () => {
  it('is something that a person can look for', () => {
    const names = { service: 'ledger', target: 'page' };
    expect(refutationText({ is: 'recovers-alone', ...names })).toBe(
      'Refuted if ledger recovers and page does not.',
    );
    expect(refutationText({ is: 'target-was-first', ...names })).toBe(
      'Refuted if page was bad before ledger.',
    );
    expect(refutationText({ is: 'undo-is-no-help', title: 'ledger 4.2' })).toBe(
      'Refuted if undoing "ledger 4.2" changes nothing.',
    );
  });
});

describe('an inconclusive ranking', () => {
  it('says why', () => {
    const of = { service: 'page', metric: 'latency' };
    expect(inconclusiveText({ is: 'no-data' })).toBe(
      'there is no data of the time of the trouble.',
    );
    expect(inconclusiveText({ is: 'target-without-data', ...of })).toBe(
      'page has no data of latency around the time of the alert.',
    );
    expect(inconclusiveText({ is: 'target-as-usual', ...of, z: 1.234 })).toBe(
      'latency of page does not stand out of what is usual (1.2 deviations).',
    );
  });
});
