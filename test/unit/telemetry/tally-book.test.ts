import { describe, expect, it } from 'vitest';
import { fakeCensus } from '../../given/fake-census.ts';
import { givenMetrics, linesFrom } from '../../given/given-metrics.ts';

const REFUSED = 'tocsin_webhook_requests_total{source="pagerduty",code="401"}';

/** A process on the database that others write into too. */
function process(census = fakeCensus()) {
  const { metrics, shown } = givenMetrics(census);
  return {
    census,
    flush: () => metrics.flush(),
    refuse: (times = 1) => {
      for (let sent = 0; sent < times; sent += 1) metrics.webhookRequest('pagerduty', 401, 0.1, 1);
    },
    refused: async () => {
      const [line] = linesFrom(await shown(), REFUSED);
      return line === undefined ? null : Number(line.slice(REFUSED.length + 1));
    },
    cached: async () => {
      const [line] = linesFrom((await metrics.exposition(undefined)).body, REFUSED);
      return line === undefined ? null : Number(line.slice(REFUSED.length + 1));
    },
  };
}

describe('what is counted at the door', () => {
  it('is shown at once, and is the same after it was written', async () => {
    const one = process();
    one.refuse(3);
    expect(await one.refused()).toBe(3);
    await one.flush();
    expect(await one.refused()).toBe(3);
    one.refuse();
    expect(await one.cached()).toBe(4);
  });

  it('is written in one go however many there were, and not at all when there is nothing new', async () => {
    const one = process();
    one.refuse(1000);
    await one.flush();
    await one.flush();
    expect(one.census.asked.filter((question) => question === 'add')).toHaveLength(1);
    expect([...one.census.written]).toEqual([
      ['tocsin_webhook_requests_total pagerduty 401', 1000],
    ]);
  });

  it('is not forgotten by a restart', async () => {
    const before = process();
    before.refuse(5);
    await before.flush();
    const after = process(before.census);
    after.refuse(2);
    expect(await after.refused()).toBe(7);
  });

  it('is the same on every process once it is written', async () => {
    const one = process();
    const other = process(one.census);
    one.refuse(2);
    other.refuse(3);
    await Promise.all([one.flush(), other.flush()]);
    expect([await one.refused(), await other.refused()]).toEqual([5, 5]);
  });

  it('never falls, whether it is scraped before, while or after it is written', async () => {
    const one = process();
    let last = 0;
    for (let round = 0; round < 20; round += 1) {
      one.refuse(round);
      const [flushed, seen] = await Promise.allSettled([one.flush(), one.refused()]);
      expect(flushed.status).toBe('fulfilled');
      const now = seen.status === 'fulfilled' ? (seen.value ?? -1) : -1;
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
    expect(last).toBe(190);
  });

  it('is kept while the database is away, and written afterwards', async () => {
    const one = process();
    one.refuse();
    expect(await one.refused()).toBe(1);
    one.census.mood = 'away';
    one.refuse();
    await expect(one.flush()).rejects.toThrow('ECONNREFUSED');
    expect(await one.refused()).toBe(2);
    one.census.mood = 'well';
    await one.flush();
    expect([...one.census.written.values()]).toEqual([2]);
    expect(await one.refused()).toBe(2);
  });

  it('is not shown before what was counted earlier could be read: too small a number looks like a restart', async () => {
    const one = process();
    one.census.mood = 'away';
    one.refuse();
    expect(await one.refused()).toBeNull();
  });
});
