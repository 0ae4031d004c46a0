/**
 * Answers that real servers gave, where they are at hand: TOCSIN_FIXTURES_DIR names a folder with `loki/` and `tempo/`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  readData,
  readLines,
  readNames,
  readPatterns,
  readVolume,
} from '../../../src/adapters/loki-answer.ts';
import { readSearch, readTrace } from '../../../src/adapters/tempo-answer.ts';

const folder = process.env['TOCSIN_FIXTURES_DIR'];
const recorded = (path: string): unknown =>
  JSON.parse(readFileSync(join(folder ?? '', path), 'utf8'));
const loki = (path: string) => readData('Loki', recorded(`loki/${path}`));
const ASKED = { limit: 100, order: 'oldest-first' } as const;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

const at = (nanoseconds: string) => new Date(Number(nanoseconds.slice(0, -6))).toISOString();

describe.skipIf(folder === undefined)('what a real Loki answered', () => {
  it('is read whole: every line as it was written, in its order, with its level', () => {
    const raw = recorded('loki/01-query_range-streams.json') as {
      data: { result: { stream: Record<string, string>; values: [string, string][] }[] };
    };
    const written = raw.data.result.flatMap(({ stream, values }) =>
      values.map(([time, text]) => ({ time, text, level: stream['detected_level'] })),
    );
    written.sort((a, b) => (a.time < b.time ? -1 : 1));
    const { lines, truncated } = readLines('Loki', loki('01-query_range-streams.json'), ASKED);
    expect(lines.map(({ at: when, text, level }) => ({ when, text, level }))).toEqual(
      written.map(({ time, text, level }) => ({ when: at(time), text, level })),
    );
    expect(truncated).toBe(false);
  });

  it('is counted: every level with its counts, every pattern with its own, every label', () => {
    const { levels } = readVolume('Loki', loki('02-query_range-matrix.json'));
    const matrix = recorded('loki/02-query_range-matrix.json') as {
      data: { result: { metric: { level: string }; values: [number, string][] }[] };
    };
    expect(levels.map(({ level, points }) => [level, points])).toEqual(
      matrix.data.result.map(({ metric, values }) => [
        metric.level,
        values.map(([time, count]) => [time, Number(count)]),
      ]),
    );
    const [pattern] = readPatterns('Loki', loki('04-patterns.json'));
    const { data } = recorded('loki/04-patterns.json') as {
      data: { pattern: string; samples: [number, number][] }[];
    };
    expect(pattern).toEqual({ text: data[0]?.pattern, points: data[0]?.samples });
    for (const file of ['08-labels.json', '09-label-values.json']) {
      const names = recorded(`loki/${file}`) as { data: string[] };
      expect(readNames('Loki', loki(file))).toEqual(names.data);
    }
  });

  it('is read: lines with their labels, volumes, patterns, names', () => {
    const { lines } = readLines('Loki', loki('01-query_range-streams.json'), ASKED);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every(({ text, at }) => text !== '' && !Number.isNaN(Date.parse(at)))).toBe(true);
    expect(readVolume('Loki', loki('02-query_range-matrix.json')).levels.length).toBeGreaterThan(0);
    expect(readPatterns('Loki', loki('04-patterns.json')).length).toBeGreaterThan(0);
    expect(readNames('Loki', loki('08-labels.json')).length).toBeGreaterThan(0);
    const structured = readLines('Loki', loki('12-structured-metadata.json'), ASKED);
    expect(structured.lines.length).toBeGreaterThan(0);
  });
});

describe.skipIf(folder === undefined)('what a real Tempo answered', () => {
  it('is read: what was found, nothing found, and one trace the same in both versions', () => {
    const found = readSearch('Tempo', recorded('tempo/01-search-traceql.json'), 20);
    expect(found.traces.map(({ id }) => id)).toContain(TRACE);
    expect(readSearch('Tempo', recorded('tempo/07-search-empty.json'), 20).traces).toEqual([]);
    const newer = readTrace('Tempo', TRACE, recorded('tempo/03-trace-by-id-v2.json'));
    const older = readTrace('Tempo', TRACE, recorded('tempo/04-trace-by-id-v1.json'));
    expect(newer?.spans.length).toBeGreaterThan(1);
    expect(older?.spans).toEqual(newer?.spans);
    expect(newer?.spans[0]).toMatchObject({
      ...{ id: '00f067aa0ba902b7', parentId: null, service: 'checkout', kind: 'server' },
      ...{ operation: 'POST /checkout', durationMs: 900, failed: true, message: 'payment failed' },
    });
    const inner = newer?.spans.find(({ operation }) => operation === 'charge');
    expect(inner).toMatchObject({ service: 'payments', parentId: '00f067aa0ba902b8' });
    expect(readTrace('Tempo', TRACE, recorded('tempo/06-trace-not-found-v2.json'))).toBeNull();
  });
});
