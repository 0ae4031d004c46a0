/** The sandbox's Prometheus counts its own scrapes, as `count_over_time` does. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPrometheus, type PrometheusSandbox } from '../../../src/sandbox/prometheus.ts';

const START = 1795341600;
const clock = { now: () => '2026-11-22T10:00:00.000Z' };

let server: PrometheusSandbox;

beforeEach(async () => {
  server = await openPrometheus({ clock });
  server.set('up', { job: 'shop', instance: 'a' }, () => 1);
  server.set('lag', { job: 'queue' }, (at) => (at < START + 30 ? null : at - START));
});

afterEach(() => server.close());

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into field by field
async function query(expression: string, more = ''): Promise<any> {
  const path = `/api/v1/query?query=${encodeURIComponent(expression)}${more}`;
  return (await fetch(`${server.url}${path}`)).json();
}

describe('count_over_time', () => {
  const counted = async (expression: string) =>
    (await query(expression)).data.result.map((row: { value: [number, string] }) => row.value[1]);

  it('counts scrapes at multiples of the interval, without the name, after the beginning of the time', async () => {
    expect((await query('count_over_time(up{instance="a"}[60s])')).data.result).toEqual([
      { metric: { job: 'shop', instance: 'a' }, value: [START, '4'] },
    ]);
    expect(await counted('count_over_time(up{instance="a"}[61s])')).toEqual(['5']);
    expect(await counted('count_over_time(up{instance="a"}[1m30s])')).toEqual(['6']);
    expect(await counted('count_over_time(up{instance="a"}[1h]) >= 240')).toEqual(['240']);
    expect(await counted('count_over_time(up{instance="a"}[1h]) > 240')).toEqual([]);
  });

  it('counts no scrape in a gap, and a series without any is not there', async () => {
    const at = (seconds: number) => query('count_over_time(lag[1m])', `&time=${seconds}`);
    expect((await at(START + 15)).data.result).toEqual([]);
    expect((await at(START + 45)).data.result[0].value[1]).toBe('2');
  });

  it('follows another scrape interval', async () => {
    const often = await openPrometheus({ scrapeEvery: 5, clock });
    often.set('up', {}, () => 1);
    const answer = await fetch(`${often.url}/api/v1/query?query=count_over_time(up[60s])`);
    expect(await answer.json()).toMatchObject({ data: { result: [{ value: [START, '12'] }] } });
    await often.close();
  });

  it.each([
    [
      'count_over_time(up)',
      'expected type range vector in call to function "count_over_time", got instant vector',
    ],
    ['count_over_time(up[])', 'not a valid duration string: ""'],
    ['count_over_time(up[5 apples])', null],
  ])('%s is refused', async (expression, error) => {
    const answer = await query(expression);
    expect(answer.status).toBe('error');
    if (error !== null) expect(answer.error).toContain(error);
  });
});
