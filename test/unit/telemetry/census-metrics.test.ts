import { afterEach, describe, expect, it, vi } from 'vitest';
import { givenMetrics, linesFrom } from '../../given/given-metrics.ts';

describe('what is counted from the database', () => {
  it('is written as 0 for every known label set from the start', async () => {
    const body = await givenMetrics().shown();
    expect(linesFrom(body, 'tocsin_incidents_opened_total{')).toEqual([
      'tocsin_incidents_opened_total{source="alertmanager"} 0',
      'tocsin_incidents_opened_total{source="grafana"} 0',
      'tocsin_incidents_opened_total{source="pagerduty"} 0',
      'tocsin_incidents_opened_total{source="api"} 0',
    ]);
    expect(linesFrom(body, 'tocsin_incidents_resolved_total{')).toHaveLength(4 * 3);
    expect(linesFrom(body, 'tocsin_incidents_active{')).toHaveLength(4 * 3);
    expect(linesFrom(body, 'tocsin_pages_total{')).toHaveLength(4);
    expect(linesFrom(body, 'tocsin_incident_time_to_recover_seconds_count{')).toHaveLength(4);
    expect(linesFrom(body, 'tocsin_incidents_reopened_total ')).toEqual([
      'tocsin_incidents_reopened_total 0',
    ]);
    expect(linesFrom(body, 'tocsin_outbox_')).toEqual([
      'tocsin_outbox_pending 0',
      'tocsin_outbox_oldest_seconds 0',
    ]);
  });

  it('is shown with its labels, in place of the 0', async () => {
    const { census, shown } = givenMetrics();
    census.tallies['opened'] = [{ labels: { source: 'pagerduty' }, value: 3 }];
    census.tallies['resolved'] = [{ labels: { resolution: 'fixed', severity: 'SEV2' }, value: 2 }];
    census.tallies['active'] = [{ labels: { severity: 'SEV1', status: 'diagnosing' }, value: 1 }];
    census.tallies['pages'] = [{ labels: { outcome: 'accepted' }, value: 7 }];
    census.reopenedTimes = 4;
    census.due = { count: 5, oldestSeconds: 61.5 };
    const lines = (await shown()).split('\n');
    expect(lines).toContain('tocsin_incidents_opened_total{source="pagerduty"} 3');
    expect(lines).toContain(
      'tocsin_incidents_resolved_total{severity="SEV2",resolution="fixed"} 2',
    );
    expect(lines).not.toContain(
      'tocsin_incidents_resolved_total{severity="SEV2",resolution="fixed"} 0',
    );
    expect(lines).toContain('tocsin_incidents_active{severity="SEV1",status="diagnosing"} 1');
    expect(lines).toContain('tocsin_pages_total{outcome="accepted"} 7');
    expect(lines).toContain('tocsin_incidents_reopened_total 4');
    expect(lines).toContain('tocsin_outbox_pending 5');
    expect(lines).toContain('tocsin_outbox_oldest_seconds 61.5');
  });

  it('shows durations as cumulative buckets with sum and count, so that MTTR is sum over count', async () => {
    const { census, shown } = givenMetrics();
    census.distributions.recover = [
      { severity: 'SEV1', counts: [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1], sum: 300_000.25 },
    ];
    const body = await shown();
    const name = 'tocsin_incident_time_to_recover_seconds';
    expect(linesFrom(body, `${name}_bucket{severity="SEV1"`)).toEqual(
      [
        ['60', 1],
        ['300', 1],
        ['600', 3],
        ['900', 3],
        ['1800', 3],
        ['3600', 3],
        ['7200', 3],
        ['14400', 3],
        ['28800', 3],
        ['86400', 3],
        ['259200', 3],
        ['+Inf', 4],
      ].map(([le, count]) => `${name}_bucket{severity="SEV1",le="${le}"} ${count}`),
    );
    expect(linesFrom(body, `${name}_sum{severity="SEV1"`)).toEqual([
      `${name}_sum{severity="SEV1"} 300000.25`,
    ]);
    expect(linesFrom(body, `${name}_count{severity="SEV1"`)).toEqual([
      `${name}_count{severity="SEV1"} 4`,
    ]);
  });

  it('asks for each duration with ascending bounds', async () => {
    const { census, shown } = givenMetrics();
    const bounds: (readonly number[])[] = [];
    const durations = census.durations;
    census.durations = (of, asked) => {
      bounds.push(asked);
      return durations(of, asked);
    };
    await shown();
    expect(bounds).toHaveLength(6);
    for (const each of bounds) expect(each).toEqual(each.toSorted((a, b) => a - b));
  });

  it('shows the rules by name, whatever is in the name', async () => {
    const { census, shown } = givenMetrics();
    const labels = { rule: 'web/"5xx" \\ new\nline', proposed: 'SEV2', confirmed: 'none' };
    census.tallies['proposals'] = [{ labels, value: 2 }];
    expect(linesFrom(await shown(), 'tocsin_severity_proposals_total{')).toEqual([
      'tocsin_severity_proposals_total{rule="web/\\"5xx\\" \\\\ new\\nline",proposed="SEV2",confirmed="none"} 2',
    ]);
  });
});

describe('a scrape', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks the database once for scrapes that come together', async () => {
    const { census, metrics } = givenMetrics();
    await Promise.all([metrics.exposition(undefined), metrics.exposition(undefined)]);
    await metrics.exposition('application/openmetrics-text');
    expect(census.asked.filter((question) => question === 'opened')).toHaveLength(1);
    await metrics.exposition(undefined, { fresh: true });
    expect(census.asked.filter((question) => question === 'opened')).toHaveLength(2);
  });

  it('asks again a second later', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { census, metrics } = givenMetrics();
    await metrics.exposition(undefined);
    vi.advanceTimersByTime(1001);
    census.due = { count: 9, oldestSeconds: 0 };
    expect((await metrics.exposition(undefined)).body).toContain('\ntocsin_outbox_pending 9\n');
  });

  it('shows what the process counts while the database is away, and nothing of the database', async () => {
    const { census, metrics, shown } = givenMetrics();
    census.tallies['opened'] = [{ labels: { source: 'api' }, value: 3 }];
    metrics.webhookRequest('alertmanager', 503, 0.1, 10);
    expect(await shown()).toContain('\ntocsin_census_up 1\n');
    census.mood = 'away';
    const body = await shown();
    expect(body).toContain('\ntocsin_census_up 0\n');
    expect(body).toContain('\ntocsin_webhook_requests_total{source="alertmanager",code="503"} 1\n');
    expect(linesFrom(body, 'tocsin_incident')).toEqual([]);
    expect(linesFrom(body, 'tocsin_outbox')).toEqual([]);
    census.mood = 'well';
    expect(linesFrom(await shown(), 'tocsin_incidents_opened_total{source="api"}')).toEqual([
      'tocsin_incidents_opened_total{source="api"} 3',
    ]);
  });

  it('waits five seconds for a database that does not answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { census, shown } = givenMetrics();
    census.mood = 'silent';
    const body = shown();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await body).toContain('\ntocsin_census_up 0\n');
  });

  it('is answered in the text format 0.0.4, every family with its help and its type', async () => {
    const { contentType, body } = await givenMetrics().metrics.exposition(
      'text/plain;version=0.0.4',
    );
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    const types = linesFrom(body, '# TYPE ').map((line) => line.split(' ')[2]);
    expect(new Set(types).size).toBe(types.length);
    expect(linesFrom(body, '# HELP ').map((line) => line.split(' ')[2])).toEqual(types);
    expect(types).toContain('process_cpu_seconds_total');
    expect(body.endsWith('\n')).toBe(true);
  });

  it('is answered in OpenMetrics when that is asked for, and the text format stays as it was', async () => {
    const { metrics } = givenMetrics();
    const accept =
      'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2';
    const names = (body: string) => linesFrom(body, 'tocsin_').map((line) => line.split(/[{ ]/)[0]);
    const before = names((await metrics.exposition(undefined)).body);
    const open = await metrics.exposition(accept);
    expect(open.contentType).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(open.body.endsWith('\n# EOF\n')).toBe(true);
    expect(open.body).toContain('# TYPE tocsin_incidents_opened counter\n');
    expect(open.body).not.toContain('_total_total');
    expect(names(open.body)).toEqual(before);
    expect(names((await metrics.exposition(undefined)).body)).toEqual(before);
  });
});
