/** The Loki adapter against a server that answers like Loki. */
import { describe, expect, it } from 'vitest';
import * as faults from '../../../src/sandbox/faults.ts';
import { openLoki } from '../../../src/sandbox/loki.ts';
import { givenLoki, LINES, TILL, VOLUME, WINDOW } from './a-loki.ts';

const { server, loki } = givenLoki();

describe('lines', () => {
  it('of all streams come back in one order, with their level', async () => {
    const { lines, truncated } = await loki().lines(LINES);
    expect(lines.map(({ at }) => at)).toEqual(
      lines
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    expect(lines).toHaveLength(13);
    expect(truncated).toBe(false);
    expect(lines.find(({ level }) => level === 'error')).toEqual({
      at: '2026-11-22T10:02:00.500Z',
      level: 'error',
      labels: { ...TILL, trace: 'a', detected_level: 'error' },
      text: 'level=error msg="no paper" printer=7',
    });
  });

  it('are asked as Loki wants it', async () => {
    await loki().lines({ ...LINES, levels: ['error'], holding: ['no paper'], limit: 7 });
    expect(server().requests[0]).toMatchObject({
      method: 'POST',
      path: '/loki/api/v1/query_range',
      body: {
        query:
          '{service_name="till",namespace="shop"} |= "no paper" | detected_level=~"(?i)(error|err|eror|severe)" or level=~"(?i)(error|err|eror|severe)"',
        start: '1795341600000000000',
        end: '1795341900000000000',
        limit: '7',
        direction: 'backward',
      },
    });
  });

  it.each([
    ['of a level', { levels: ['error', 'critical'] as const }, 1],
    ['that hold a text', { holding: ['msg="sold"', 'ms=1'] }, 3],
    ['of no such level', { levels: ['debug'] as const }, 0],
  ])('%s can be asked for', async (_, part, count) => {
    expect((await loki().lines({ ...LINES, ...part })).lines).toHaveLength(count);
  });

  it('beyond the limit are said to be cut, the oldest or the newest ones kept', async () => {
    const oldest = await loki().lines({ ...LINES, order: 'oldest-first', limit: 2 });
    expect(oldest.lines.map(({ at }) => at.slice(14, 19))).toEqual(['00:30', '00:40']);
    expect(oldest.truncated).toBe(true);
    const newest = await loki().lines({ ...LINES, limit: 2 });
    expect(newest.lines.map(({ at }) => at.slice(14, 19))).toEqual(['02:20', '02:10']);
  });

  it('have their level also where the server detects none', async () => {
    const old = await openLoki({ detectsLevels: false });
    old.push({ ...TILL, level: 'WARNING' }, '2026-11-22T10:01:00Z', 'paper low');
    const asked = loki({ baseUrl: old.url });
    const found = await asked.lines({ ...LINES, levels: ['warn'] });
    const volume = await asked.volume(VOLUME);
    await old.close();
    expect(found.lines.map(({ level, text }) => [level, text])).toEqual([['warn', 'paper low']]);
    expect(volume.levels).toEqual([{ level: 'warn', points: [[1795341660, 1]] }]);
  });

  it('of ten thousand streams come back, as many as were asked for', async () => {
    const result = Array.from({ length: 10_000 }, (_, n) => ({
      stream: { pod: `till-${n}` },
      values: [[`${1795341600000 + n}123456`, `line ${n}`]],
    }));
    server().fail(
      faults.answers(200, { status: 'success', data: { resultType: 'streams', result } }),
    );
    const { lines, truncated } = await loki({ timeoutMs: 3000 }).lines(LINES);
    expect([lines.length, lines[0]?.text, truncated]).toEqual([100, 'line 9999', true]);
  });

  it('in the same millisecond keep the order of their nanoseconds', async () => {
    const values = [
      ['1795341600000000009', 'third'],
      ['1795341600000000001', 'first'],
      ['1795341600000000002', 'second', { structuredMetadata: { a: 'b' } }],
    ];
    const result = [{ stream: {}, values }];
    server().fail(
      faults.answers(200, { status: 'success', data: { resultType: 'streams', result } }),
    );
    const { lines } = await loki().lines({ ...LINES, order: 'oldest-first' });
    expect(lines.map(({ text }) => text)).toEqual(['first', 'second', 'third']);
  });
});

describe('the volume', () => {
  it('is counted by level and step', async () => {
    const { levels, truncated } = await loki().volume(VOLUME);
    expect(Object.fromEntries(levels.map(({ level, points }) => [level, points]))).toEqual({
      info: [
        [1795341660, 4],
        [1795341720, 6],
        [1795341780, 2],
      ],
      error: [[1795341780, 1]],
    });
    expect(truncated).toBe(false);
  });

  it('leaves out what is no count, and adds up rows of one level', async () => {
    const result = [
      {
        metric: { detected_level: 'error' },
        values: [
          [60, 'NaN'],
          [120, '2'],
          [180, '+Inf'],
        ],
      },
      { metric: { level: 'ERR' }, values: [[120, '3']] },
    ];
    server().fail(
      faults.answers(200, { status: 'success', data: { resultType: 'matrix', result } }),
    );
    expect((await loki().volume(VOLUME)).levels).toEqual([{ level: 'error', points: [[120, 5]] }]);
  });

  it('of ten thousand series is cut, and says so', async () => {
    const result = Array.from({ length: 10_000 }, (_, n) => ({
      metric: { level: `l${n}` },
      values: [[60, '1']],
    }));
    server().fail(
      faults.answers(200, { status: 'success', data: { resultType: 'matrix', result } }),
    );
    const volume = await loki({ timeoutMs: 3000 }).volume(VOLUME);
    expect(volume).toEqual({
      levels: [{ level: 'unknown', points: [[60, 200]] }],
      truncated: true,
    });
  });
});

describe('patterns', () => {
  it('are those that the server found', async () => {
    for (let n = 0; n < 20; n += 1)
      server().push(TILL, '2026-11-22T10:03:00Z', `opened drawer ${n}`);
    expect(await loki().patterns(VOLUME)).toEqual([
      { text: 'opened drawer <_>', points: [[1795341780, 20]] },
    ]);
  });

  it('are null where the server finds none', async () => {
    const old = await openLoki({ findsPatterns: false });
    const found = await loki({ baseUrl: old.url }).patterns(VOLUME);
    await old.close();
    expect(found).toBeNull();
  });

  it('may be given per level, or not at all', async () => {
    const data = [
      { pattern: 'a <_>', level: 'info', samples: [[10, 1]] },
      { pattern: 'a <_>', level: 'error', samples: [[10, 2]] },
    ];
    server().fail(faults.answers(200, { status: 'success', data }));
    server().fail(faults.answers(200, { status: 'success', data: null }));
    expect(await loki().patterns(VOLUME)).toEqual([{ text: 'a <_>', points: [[10, 3]] }]);
    expect(await loki().patterns(VOLUME)).toEqual([]);
  });
});

describe('labels', () => {
  it('are those of the streams in the window', async () => {
    expect(await loki().labels(WINDOW)).toEqual(['namespace', 'pod', 'service_name']);
    const before = { from: '2026-11-21T10:00:00.000Z', to: '2026-11-21T10:05:00.000Z' };
    expect(await loki().labels(before)).toEqual([]);
  });
});
