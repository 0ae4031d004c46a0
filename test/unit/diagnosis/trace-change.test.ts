/** Who fails or is slow by itself, as the traces around an onset tell it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharesOf } from '../../../src/diagnosis/self-time.ts';
import { traceChange } from '../../../src/diagnosis/trace-change.ts';
import { draftTraceEvidence, draftTraceHole } from '../../../src/diagnosis/trace-evidence.ts';
import { traceSummary } from '../../../src/diagnosis/trace-wording.ts';
import { workWatch } from '../../given/stopwatch.ts';
import { INCIDENT } from './logs-given.ts';
import { found, sale, span, traceScene } from './traces-given.ts';

const traceOf = (...spans: ReturnType<typeof span>[]) => ({ id: 'a', spans, partial: false });
const child = { parentId: 'a'.padStart(16, '0') };

describe('self time', () => {
  it.each([
    ['calls nobody', [], 100],
    [
      'calls one after another',
      [
        span('b', { ...child, startMs: 10, durationMs: 20 }),
        span('c', { ...child, startMs: 50, durationMs: 20 }),
      ],
      60,
    ],
    [
      'calls two at once',
      [
        span('b', { ...child, startMs: 10, durationMs: 40 }),
        span('c', { ...child, startMs: 20, durationMs: 20 }),
      ],
      60,
    ],
    ['is outlived by its call', [span('b', { ...child, startMs: 90, durationMs: 500 })], 90],
    ['has a call of another clock', [span('b', { ...child, startMs: -50, durationMs: 60 })], 90],
    [
      'does not wait for its consumer',
      [span('b', { ...child, kind: 'consumer', startMs: 0, durationMs: 90 })],
      100,
    ],
  ])('of a span that %s', (_, children, selfMs) => {
    const shares = sharesOf(traceOf(span('a', { durationMs: 100 }), ...children));
    expect(shares[0]?.selfMs).toBe(selfMs);
  });

  it('is never less than nothing or more than the whole, whatever the parents are', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const any = fc.record({
      id,
      parent: fc.option(id),
      startMs: fc.integer(),
      durationMs: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(any), (all) => {
        const spans = all.map(({ id: own, parent, ...rest }) =>
          span(own, { ...rest, parentId: parent === null ? null : parent.padStart(16, '0') }),
        );
        return sharesOf(traceOf(...spans)).every(
          (share) => share.selfMs >= 0 && share.selfMs <= share.span.durationMs,
        );
      }),
    );
  });
});

describe('failing traces', () => {
  const failing = [
    sale(1, { error: 'disk full' }),
    sale(2, { error: 'disk full' }),
    sale(3, { error: 'late' }),
  ];

  it('tell who failed first', () => {
    const scene = traceScene({ usual: [sale(9)], failing });
    expect(traceChange(scene).failures).toEqual([
      {
        service: 'ledger',
        operation: 'book',
        callee: null,
        traces: 3,
        of: 3,
        usualShare: 0,
        message: 'disk full',
        example: sale(1).id,
      },
    ]);
    expect(traceSummary(traceChange(scene), scene)).toBe(
      'In 3 of 3 failing traces the first to fail is “ledger” in “book”: “disk full”.',
    );
  });

  it('name whom a call went to that fails without an answer', () => {
    const lost = failing.map(({ spans, ...rest }) => ({
      ...rest,
      spans: spans
        .filter(({ service }) => service !== 'ledger')
        .map((one) =>
          one.kind === 'client' ? { ...one, attributes: { 'peer.service': 'ledger' } } : one,
        ),
    }));
    const scene = traceScene({ failing: lost.slice(0, 1) });
    expect(traceChange(scene).failures).toMatchObject([
      { service: 'till', operation: 'call', callee: 'ledger' },
    ]);
    expect(traceSummary(traceChange(scene), scene)).toBe(
      'In the failing trace the first to fail is “till” in “call”, which calls “ledger”.',
    );
  });

  it('put behind what fails always', () => {
    const always = (n: number, error?: string) => {
      const trace = sale(n, error === undefined ? {} : { error });
      const noise = span('f', { service: 'ads', operation: 'show', failed: true, message: 'off' });
      return { ...trace, spans: [...trace.spans, noise] };
    };
    const scene = traceScene({
      usual: [always(8), always(9)],
      failing: [always(1), always(2, 'disk full'), always(3, 'disk full')],
    });
    const { failures } = traceChange(scene);
    expect(failures.map(({ service, usualShare }) => [service, usualShare])).toEqual([
      ['ledger', 0],
      ['ads', 1],
    ]);
  });

  it('are counted before and since', () => {
    const scene = traceScene({
      failing,
      failingBefore: found(1),
      failingSince: { ...found(1, 2, 3), truncated: true },
    });
    expect(traceSummary(traceChange(scene), scene)).toMatch(
      /^Failing traces of “till”: 1 before the onset, 3 or more since\. In 3 of 3/,
    );
  });
});

describe('slow traces', () => {
  it('tell who takes longer by itself', () => {
    const slow = [sale(1, { bookMs: 1520 }), sale(2, { bookMs: 1620 }), sale(3, { bookMs: 1420 })];
    const scene = traceScene({ usual: [sale(8), sale(9, { bookMs: 22 })], slow });
    expect(traceChange(scene).slowdowns).toEqual([
      {
        service: 'ledger',
        operation: 'book',
        callee: null,
        selfMs: 1520,
        usualMs: 21,
        share: 1,
        example: sale(2).id,
      },
    ]);
    expect(traceSummary(traceChange(scene), scene)).toBe(
      'What takes longer is “ledger” in “book” itself: 1.52 s, usually 21 ms; 100 % of the delay.',
    );
  });

  it('that are as they always are say nothing', () => {
    const scene = traceScene({ usual: [sale(8), sale(9)], slow: [sale(1), sale(2)] });
    expect(traceChange(scene)).toEqual({ failures: [], slowdowns: [], hasTraces: true });
    expect(traceSummary(traceChange(scene), scene)).toBe(
      'The traces of “till” neither fail nor take longer than before.',
    );
  });

  it('without usual ones to compare with say nothing', () => {
    const scene = traceScene({ slow: [sale(1, { bookMs: 9000 })] });
    expect(traceChange(scene).slowdowns).toEqual([]);
    expect(traceSummary(traceChange(scene), scene)).toBe(
      'No traces of “till” fail; how long they took before is not known.',
    );
  });

  it('tell what was not there before', () => {
    const retry = span('f', { service: 'till', operation: 'retry', durationMs: 800 });
    const slow = [{ ...sale(1), spans: [...sale(1).spans, retry] }];
    const scene = traceScene({ usual: [sale(9)], slow });
    expect(traceSummary(traceChange(scene), scene)).toContain(
      '“till” in “retry” itself: 800 ms, not among the usual ones; 100 % of the delay.',
    );
  });

  it('of five thousand spans are compared in a moment', () => {
    const spans = Array.from({ length: 5000 }, (_, n) =>
      span(n.toString(16), { parentId: '0'.repeat(16) }),
    );
    const worked = workWatch();
    traceChange(traceScene({ usual: [traceOf(...spans)], slow: [traceOf(...spans)] }));
    expect(worked()).toBeLessThan(1500);
  });
});

describe('the evidence', () => {
  const scene = traceScene({
    usual: [sale(9)],
    failing: [sale(1, { error: 'x' }), sale(2, { error: 'x' })],
  });
  const given = {
    source: 'tempo',
    look: '',
    title: 'Traces of till',
    query: '{ q }',
    scene,
    change: traceChange(scene),
  } as const;

  it('keeps the trace behind its sentence, and the ids of the others', () => {
    const { draft, answer } = draftTraceEvidence(given);
    expect(draft).toMatchObject({ source: 'tempo', outcome: 'answered', link: '' });
    expect(draft.question).toMatch(/^traces:[0-9a-f]{16}$/);
    expect(answer).toMatchObject({
      opened: { usual: [sale(9).id], failing: [sale(1).id, sale(2).id], slow: [] },
      traces: [{ id: sale(1).id, partial: false }],
    });
  });

  it('of nothing is empty, and of no answer a hole', () => {
    const empty = traceScene({ service: 'x"}\n' });
    const { draft } = draftTraceEvidence({ ...given, scene: empty, change: traceChange(empty) });
    expect([draft.outcome, draft.summary]).toEqual(['empty', 'No traces of “x"}” were found.']);
    const hole = draftTraceHole(given, INCIDENT, 'Tempo: timed out after 10 s');
    expect(hole.draft).toMatchObject({ outcome: 'unavailable', question: draft.question });
  });
});
