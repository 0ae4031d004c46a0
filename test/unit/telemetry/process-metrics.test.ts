import { describe, expect, it } from 'vitest';
import { givenMetrics, linesFrom, METRICS_NOW } from '../../given/given-metrics.ts';

describe('what the process counts', () => {
  it('is written as 0 from the start', async () => {
    const body = await givenMetrics().shown();
    expect(linesFrom(body, 'tocsin_webhook_requests_total{source="pagerduty",code="401"}')).toEqual(
      ['tocsin_webhook_requests_total{source="pagerduty",code="401"} 0'],
    );
    expect(
      linesFrom(
        body,
        'tocsin_notifications_failed_total{integration="pagerduty",reason="rateLimited"}',
      ),
    ).toEqual([
      'tocsin_notifications_failed_total{integration="pagerduty",reason="rateLimited"} 0',
    ]);
    expect(linesFrom(body, 'tocsin_webhook_request_duration_seconds_count{')).toHaveLength(3);
    expect(linesFrom(body, 'tocsin_last_webhook_timestamp_seconds{')).toEqual([]);
  });

  it('counts a webhook request with its code, its time and its size', async () => {
    const { metrics, shown } = givenMetrics();
    metrics.webhookRequest('alertmanager', 202, 0.02, 5000);
    metrics.webhookRequest('alertmanager', 503, 3, 5000);
    const lines = (await shown()).split('\n');
    expect(lines).toContain('tocsin_webhook_requests_total{source="alertmanager",code="202"} 1');
    expect(lines).toContain('tocsin_webhook_requests_total{source="alertmanager",code="503"} 1');
    expect(lines).toContain(
      'tocsin_webhook_request_duration_seconds_bucket{le="0.025",source="alertmanager"} 1',
    );
    expect(lines).toContain(
      'tocsin_webhook_request_duration_seconds_count{source="alertmanager"} 2',
    );
    expect(lines).toContain('tocsin_webhook_body_bytes_sum{source="alertmanager"} 10000');
    expect(lines).toContain(
      `tocsin_last_webhook_timestamp_seconds{source="alertmanager"} ${Date.parse(METRICS_NOW) / 1000}`,
    );
  });

  it('does not let a sender make new series', async () => {
    const { metrics, shown } = givenMetrics();
    for (let made = 0; made < 5; made += 1) {
      metrics.webhookRequest(`source-${made}`, 600 + made, 0.1, 1);
      metrics.webhookRejected('pagerduty', `reason-${made}`);
    }
    const lines = (await shown()).split('\n');
    expect(lines).toContain('tocsin_webhook_requests_total{source="other",code="other"} 5');
    expect(lines).toContain('tocsin_webhook_rejected_total{source="pagerduty",reason="other"} 5');
  });

  it.each([
    ['signature', 'signature'],
    ['too-large', 'too_large'],
    ['too_deep', 'too_deep'],
    ['invalid_utf8', 'encoding'],
    ['malformed_json', 'schema'],
    ['unauthorised', 'auth'],
    ['content-type', 'encoding'],
    ['overloaded', 'overloaded'],
    ['store-unavailable', 'store_unavailable'],
    ['method-not-allowed', 'method'],
  ])('counts a request refused for %s as %s', async (code, reason) => {
    const { metrics, shown } = givenMetrics();
    metrics.webhookRejected('alertmanager', code);
    expect((await shown()).split('\n')).toContain(
      `tocsin_webhook_rejected_total{source="alertmanager",reason="${reason}"} 1`,
    );
  });

  it('counts alerts as received, as no news, as left out, and whole deliveries as put aside', async () => {
    const { metrics, shown } = givenMetrics();
    metrics.alertsReceived('alertmanager', 'firing', 5);
    metrics.alertsReceived('alertmanager', 'resolved', 2);
    metrics.alertsDeduplicated('alertmanager', 3);
    metrics.alertsTruncated('alertmanager', 4);
    metrics.webhookQuarantined('pagerduty');
    const lines = (await shown()).split('\n');
    expect(lines).toContain(
      'tocsin_alerts_received_total{source="alertmanager",status="firing"} 5',
    );
    expect(lines).toContain(
      'tocsin_alerts_received_total{source="alertmanager",status="resolved"} 2',
    );
    expect(lines).toContain('tocsin_alerts_deduplicated_total{source="alertmanager"} 3');
    expect(lines).toContain('tocsin_alerts_truncated_total{source="alertmanager"} 4');
    expect(lines).toContain('tocsin_webhook_quarantined_total{source="pagerduty"} 1');
  });

  it('counts notifications in the words of Alertmanager', async () => {
    const { metrics, shown } = givenMetrics();
    metrics.notification('pagerduty', 'accepted', undefined, 0.3);
    metrics.notification('pagerduty', 'failed', 'timeout', 10);
    metrics.notification('pagerduty', 'failed');
    metrics.notification('pagerduty', 'suppressed');
    const lines = (await shown()).split('\n');
    expect(lines).toContain('tocsin_notifications_total{integration="pagerduty"} 3');
    expect(lines).toContain(
      'tocsin_notifications_failed_total{integration="pagerduty",reason="contextDeadlineExceeded"} 1',
    );
    expect(lines).toContain(
      'tocsin_notifications_failed_total{integration="pagerduty",reason="other"} 1',
    );
    expect(lines).toContain('tocsin_notifications_suppressed_total{integration="pagerduty"} 1');
    expect(lines).toContain('tocsin_notification_latency_seconds_count{integration="pagerduty"} 2');
  });

  it('counts the questions of a diagnosis', async () => {
    const { metrics, shown } = givenMetrics();
    metrics.evidenceQuery('prometheus', 'ok', 0.2);
    metrics.evidenceQuery('prometheus', 'rate-limited', 0.1);
    const lines = (await shown()).split('\n');
    expect(lines).toContain('tocsin_diagnosis_queries_total{backend="prometheus",outcome="ok"} 1');
    expect(lines).toContain(
      'tocsin_diagnosis_queries_total{backend="prometheus",outcome="rate_limited"} 1',
    );
    expect(lines).toContain(
      'tocsin_diagnosis_query_duration_seconds_count{backend="prometheus"} 2',
    );
  });

  it('says what runs, and whether its configuration is the one that was read last', async () => {
    const { metrics, shown } = givenMetrics();
    const stamp = (at: string) =>
      `tocsin_config_last_reload_success_timestamp_seconds ${Date.parse(at) / 1000}`;
    const first = (await shown()).split('\n');
    expect(first).toContain(
      `tocsin_build_info{version="1.2.3",node_version="${process.versions.node}"} 1`,
    );
    expect(first).toContain('tocsin_config_last_reload_successful 1');
    expect(first).toContain(stamp(METRICS_NOW));
    metrics.reload(false, '2026-11-22T11:00:00.000Z');
    const failed = (await shown()).split('\n');
    expect(failed).toContain('tocsin_config_last_reload_successful 0');
    expect(failed).toContain(stamp(METRICS_NOW));
    metrics.reload(true, '2026-11-22T12:00:00.000Z');
    const well = (await shown()).split('\n');
    expect(well).toContain('tocsin_config_last_reload_successful 1');
    expect(well).toContain(stamp('2026-11-22T12:00:00.000Z'));
  });
});
