/** The sandbox's Loki answers like the real one (its words were taken from version 3.4). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LokiSandbox, openLoki } from '../../../src/sandbox/loki.ts';

let server: LokiSandbox;

beforeEach(async () => {
  server = await openLoki();
  server.push({ app: 'till' }, '2026-11-22T10:00:10Z', 'level=info msg="sold" n=1');
  server.push({ app: 'till' }, '2026-11-22T10:00:20Z', 'level=error msg="no paper"', {
    trace: 'x',
  });
  server.push({ app: 'stock', pod: 'a' }, '2026-11-22T10:00:30Z', 'counted');
});

afterEach(() => server.close());

const TIMES = { start: '1795341600', end: '1795341660000000000' };

async function get(path: string, query: Record<string, string>) {
  const response = await fetch(`${server.url}/loki/api/v1/${path}?${new URLSearchParams(query)}`);
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    type,
    text,
    json: type.includes('json') ? JSON.parse(text) : null,
  };
}

async function linesOf(query: string, part: Record<string, string> = {}): Promise<string[]> {
  const { json } = await get('query_range', { query, ...TIMES, ...part });
  const streams: { values: [string, string][] }[] = json.data.result;
  return streams.flatMap(({ values }) => values.map(([, line]) => line));
}

describe('a log query', () => {
  it.each([
    ['{app="till"}', 2],
    ['{app=~".+"}', 3],
    ['{app=~".+", pod!="a"}', 2],
    ['{app=`till`} |= "paper"', 1],
    ['{app="till"} |= "no \\"paper\\""', 0],
    ['{app="till"} |= "\\x6eo p\\u0061per"', 1],
    ['{app="till"} | detected_level=~"(?i)ERROR" or level="x"', 1],
    ['{app="nobody"}', 0],
    ['{app=~"(?i)TILL|s.*"}', 3],
    ['{app=~"til"}', 0],
  ])('%s gives %i lines', async (query, count) => {
    expect(await linesOf(query)).toHaveLength(count);
  });

  it('gives one stream per set of labels, metadata and level among them', async () => {
    const { json } = await get('query_range', { query: '{app="till"}', ...TIMES });
    expect(json.data).toMatchObject({
      resultType: 'streams',
      result: [
        { stream: { app: 'till', trace: 'x', detected_level: 'error' } },
        { stream: { app: 'till', detected_level: 'info' } },
      ],
    });
    expect(json.data.result[0].values[0][0]).toBe('1795341620000000000');
  });

  it.each([
    ['{app="till"', {}, 'parse error at line 1, col 12: syntax error: unexpected $end'],
    ['{app="a\nb"}', {}, 'parse error at line 1, col 6'],
    ['{app="till"} or vector(1)', {}, 'parse error at line 1, col 14'],
    ['{app=~"(till"}', {}, 'error parsing regexp: "(till"'],
    ['{app=~".*"}', {}, 'queries require at least one regexp or equality matcher'],
    ['{app="till"}', { limit: '5001' }, 'max entries limit per query exceeded'],
    [
      '{app="till"}',
      { end: '1795341600' },
      'end timestamp must not be before or equal to start time',
    ],
    ['{app="till"}', { start: 'noon' }, "could not parse 'noon' as a time"],
    [
      'sum by (level) (count_over_time({app="till"}[1s]))',
      { start: '1', step: '1' },
      'exceeded maximum resolution',
    ],
  ])('%s %j is refused in plain text', async (query, part, words) => {
    const { status, type, text } = await get('query_range', { query, ...TIMES, ...part });
    expect([status, type]).toEqual([400, 'text/plain; charset=utf-8']);
    expect(text).toContain(words);
  });
});

describe('a metric query', () => {
  it('counts the range before each multiple of the step', async () => {
    const query = 'sum by (detected_level) (count_over_time({app=~".+"}[30s]))';
    const { json } = await get('query_range', { query, ...TIMES, step: '30' });
    expect(json.data).toMatchObject({
      resultType: 'matrix',
      result: [
        { metric: { detected_level: 'info' }, values: [[1795341630, '1']] },
        { metric: { detected_level: 'error' }, values: [[1795341630, '1']] },
        { metric: { detected_level: 'unknown' }, values: [[1795341630, '1']] },
      ],
    });
  });
});

it('Labels are those of the window; where there are none, the field is missing', async () => {
  expect((await get('labels', TIMES)).json).toEqual({ status: 'success', data: ['app', 'pod'] });
  expect((await get('labels', { start: '1', end: '2' })).json).toEqual({ status: 'success' });
});
