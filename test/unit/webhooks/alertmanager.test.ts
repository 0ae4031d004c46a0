import { describe, expect, it } from 'vitest';
import { notificationBody } from '../../../src/sandbox/alertmanager.ts';
import { readAlertmanager } from '../../../src/webhooks/alertmanager.ts';
import { jsonOf } from './fixture.ts';

const NOW = '2026-11-22T18:00:00.000Z';

function read(body: unknown) {
  const result = readAlertmanager(body, NOW);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

/** The signals of a payload of single alerts, with the rest of a good envelope. */
function signalsOf(alerts: unknown[], envelope: object = {}) {
  return read({ version: '4', groupKey: '{}:{}', status: 'firing', alerts, ...envelope }).signals;
}

describe('a payload of Alertmanager', () => {
  it('yields one signal per alert, in our words', () => {
    const { signals, truncated, warnings } = read(jsonOf('alertmanager/firing-two.json'));
    expect(signals).toHaveLength(2);
    expect(signals[0]).toEqual({
      source: 'alertmanager',
      fingerprint: 'c9b3d213a9929033',
      status: 'firing',
      name: 'LoiThanhToan',
      labels: {
        alertname: 'LoiThanhToan',
        cluster: 'hn1',
        instance: '10.4.0.7:8080',
        job: 'gateway',
        service: 'thanh-toan',
        severity: 'critical',
      },
      annotations: {
        summary: 'Tỷ lệ lỗi 5xx > 5%',
        description: 'Cổng "thanh toán" trả lời <chậm> & lỗi',
        runbook_url: 'https://runbook.example/loi-thanh-toan',
      },
      startsAt: '2026-11-22T17:32:52.768Z',
      endsAt: null,
      generatorUrl: expect.stringContaining('g0.expr=rate%28'),
      groupKey: '{}:{alertname="LoiThanhToan", cluster="hn1"}',
    });
    expect(signals[1]?.generatorUrl).toBe('');
    expect({ truncated, warnings }).toEqual({ truncated: 0, warnings: [] });
  });

  it('that is resolved carries the end of each alert', () => {
    const { signals } = read(jsonOf('alertmanager/resolved-two.json'));
    expect(signals.map(({ status, startsAt, endsAt }) => ({ status, startsAt, endsAt }))).toEqual([
      {
        status: 'resolved',
        startsAt: '2026-11-22T17:32:52.768Z',
        endsAt: '2026-11-22T17:32:52.768Z',
      },
      {
        status: 'resolved',
        startsAt: '2026-11-22T17:32:52.768Z',
        endsAt: '2026-11-22T18:10:00.000Z',
      },
    ]);
    expect(signals[0]?.annotations).toEqual({});
  });

  it('judges each alert by its own status and counts those left out', () => {
    const { signals, truncated } = read(jsonOf('alertmanager/mixed-truncated.json'));
    expect(signals.map((signal) => signal.status)).toEqual(['firing', 'resolved']);
    expect(signals[1]?.endsAt).toBe('2026-11-22T10:50:00.000Z');
    expect(truncated).toBe(398);
  });

  it('may carry fields that nobody knows', () => {
    expect(read(jsonOf('alertmanager/with-0.34-fields.json'))).toMatchObject({ warnings: [] });
  });

  it('keeps the key of a nested route as sent', () => {
    expect(read(jsonOf('alertmanager/nested-route.json')).signals[0]?.groupKey).toBe(
      '{}/{severity=~"critical|page"}/{service="thanh-toan"}:{alertname="LoiThanhToan", cluster="hn1"}',
    );
  });

  it('of an old version lacks fingerprint and group, which are made up for', () => {
    const { signals, truncated, warnings } = read(jsonOf('alertmanager/before-0.16.json'));
    expect(signals[0]).toMatchObject({
      source: 'alertmanager',
      fingerprint: '45b973bcfe693837',
      groupKey: '{}:{alertname="HetDungLuong"}',
      generatorUrl: 'kho-3.example',
    });
    expect({ truncated, warnings }).toEqual({ truncated: 0, warnings: [] });
  });

  it('of version 3 has a number for a group key and alerts without a status', () => {
    const { signals, warnings } = read(jsonOf('alertmanager/version-3.json'));
    expect(signals[0]).toMatchObject({ status: 'resolved', groupKey: '13047286410374662000' });
    expect(warnings).toEqual(['alerts[0]: no usable status, judged by its end and by its group']);
  });

  it('of version 1 without Grafana fields is no payload of Grafana', () => {
    expect(read(jsonOf('alertmanager/google-version-1.json'))).toMatchObject({
      signals: [{ source: 'alertmanager', fingerprint: 'ec4f8aaae52b1caf' }],
      warnings: [],
    });
  });

  it('with an empty list of alerts is fine and yields no signal', () => {
    expect(read({ version: '4', alerts: [] })).toEqual({ signals: [], truncated: 0, warnings: [] });
  });

  it.each([
    ['5', ['version: unknown, read as version 4']],
    [undefined, ['version: missing, read as version 4']],
    [{}, ['version: missing, read as version 4']],
    [4, []],
    ['4', []],
  ])('of version %j is accepted', (version, warnings) => {
    const alerts = [{ status: 'firing', labels: { alertname: 'A' } }];
    expect(read({ version, alerts })).toMatchObject({ signals: [{ name: 'A' }], warnings });
  });

  it.each([
    [12, 12, 0],
    [0, 0, 0],
    [null, 0, 0],
    [-1, 0, 1],
    [1.5, 0, 1],
    ['12', 0, 1],
    [Number.POSITIVE_INFINITY, 0, 1],
  ])('with truncatedAlerts %j counts %i', (truncatedAlerts, truncated, warned) => {
    const value = read({ version: '4', alerts: [], truncatedAlerts });
    expect([value.truncated, value.warnings.length]).toEqual([truncated, warned]);
  });
});

describe('a payload of Grafana', () => {
  it('yields signals of the source grafana', () => {
    expect(read(jsonOf('grafana/firing.json'))).toMatchObject({
      signals: [
        {
          source: 'grafana',
          name: 'Hàng chờ dài',
          fingerprint: '8f2c11d09a37b64e',
          startsAt: '2026-11-22T09:00:00.000Z',
          groupKey: '{}/{grafana_folder="Kho"}:{alertname="Hàng chờ dài", grafana_folder="Kho"}',
        },
      ],
      warnings: [],
    });
  });

  it('takes its name from the rule when there is no alertname', () => {
    expect(read(jsonOf('grafana/no-data.json')).signals[0]?.name).toBe('Hàng chờ dài');
  });

  it('sent by the test button has a link that leads nowhere, kept as text', () => {
    expect(read(jsonOf('grafana/test-button.json')).signals[0]).toMatchObject({
      generatorUrl: '?orgId=7',
      startsAt: '2026-11-22T10:40:11.123Z',
      groupKey: 'webhook-57c6d9296de2ad39-1763807051',
    });
  });

  it.each([
    [{ orgId: 1 }, 'grafana'],
    [{ version: '1', state: 'alerting' }, 'grafana'],
    [{ version: '4', state: 'alerting' }, 'alertmanager'],
    [{ version: '1' }, 'alertmanager'],
  ])('is told by %j: %s', (envelope, source) => {
    expect(signalsOf([{ status: 'firing' }], envelope)[0]?.source).toBe(source);
  });
});

describe('the group', () => {
  const body = (over: object) =>
    JSON.parse(
      notificationBody({
        alerts: [{ labels: { alertname: 'Down' } }],
        receiver: 'team.pay',
        ...over,
      }),
    );

  it('is what Alertmanager names: the receiver unquoted, the labels, the key', () => {
    expect(read(body({ route: ['{}', '{a="b"}'] })).group).toEqual({
      receiver: 'team.pay',
      labels: { alertname: 'Down' },
      groupKey: '{}/{a="b"}:{alertname="Down"}',
    });
  });

  it('is none where a part of the name is missing, or where it is Grafana', () => {
    for (const over of [
      { groupKey: undefined },
      { receiver: '' },
      { groupLabels: null },
      { orgId: 1 },
    ]) {
      expect(read({ ...body({}), ...over }).group).toBeUndefined();
    }
  });
});
