/** What Prometheus' own checker says of the metrics. Needs Debian's package `prometheus`. */
import { describe, expect, it } from 'vitest';
import { givenMetrics } from '../given/given-metrics.ts';
import { checkMetrics } from '../given/promtool.ts';

describe('promtool check metrics', () => {
  it('finds nothing wrong, neither at the start nor with something counted nor while the database is away', async () => {
    const { census, metrics, shown } = givenMetrics();
    const atStart = await shown();
    const rule = 'web/"5xx" \\ new\nline 🔔';
    census.tallies['proposals'] = [
      { labels: { rule, proposed: 'SEV1', confirmed: 'SEV2' }, value: 1 },
    ];
    census.distributions.page = [{ severity: 'SEV1', counts: [1, 2, 3], sum: 4.5 }];
    metrics.webhookRequest('alertmanager', 202, 0.01, 1000);
    metrics.notification('pagerduty', 'failed', 'timeout', 10);
    const counted = await shown();
    census.mood = 'away';
    for (const body of [atStart, counted, await shown()]) {
      expect(checkMetrics(body)).toEqual({ status: 0, said: '' });
    }
  });

  it('would find something wrong if there were', () => {
    expect(checkMetrics('# TYPE bad counter\nbad 1\n').status).not.toBe(0);
  });
});
