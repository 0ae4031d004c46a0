import { describe, expect, it } from 'vitest';
import { readAlertmanager } from '../../../src/webhooks/alertmanager.ts';

/** The signals of these alerts in an otherwise good payload. */
function signalsOf(alerts: unknown[], envelope: object = {}) {
  const body = { version: '4', groupKey: '{}:{}', status: 'firing', alerts, ...envelope };
  const result = readAlertmanager(body, '2026-11-22T18:00:00.000Z');
  if (!result.ok) throw new Error(result.error.detail);
  return result.value.signals;
}

describe('the status of an alert', () => {
  it.each([
    ['resolved, whatever its group', { status: 'resolved' }, 'firing', 'resolved'],
    [
      'firing, whatever its end',
      { status: 'firing', endsAt: '2020-01-01T00:00:00Z' },
      'resolved',
      'firing',
    ],
    ['missing, ended in the past', { endsAt: '2026-11-22T17:59:59Z' }, 'firing', 'resolved'],
    ['missing, ends in the future', { endsAt: '2026-11-22T18:00:01Z' }, 'firing', 'firing'],
    ['missing, never ended', { endsAt: '0001-01-01T00:00:00Z' }, 'firing', 'firing'],
    ['missing, in a resolved group', {}, 'resolved', 'resolved'],
    ['missing, as is the group’s', {}, undefined, 'firing'],
    ['unknown, as is the group’s', { status: 'alerting' }, 'no idea', 'firing'],
    ['no text', { status: 1 }, null, 'firing'],
  ])('%s', (_, alert, groupStatus, yields) => {
    const [signal] = signalsOf([alert], { status: groupStatus });
    expect(signal?.status).toBe(yields);
    if (yields === 'firing') expect(signal?.endsAt).toBeNull();
  });
});

describe('the dates of an alert', () => {
  it.each([
    ['2026-11-22T17:32:52.768486639Z', '2026-11-22T17:32:52.768Z'],
    ['2026-11-22T17:32:52+07:00', '2026-11-22T10:32:52.000Z'],
    ['2999-01-01T00:00:00Z', '2999-01-01T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', null],
    ['yesterday', null],
    [17, null],
    [undefined, null],
  ])('%j is read as %j, and clamped by nobody here', (startsAt, yields) => {
    const [signal] = signalsOf([{ status: 'resolved', startsAt, endsAt: startsAt }]);
    expect(signal).toMatchObject({ startsAt: yields, endsAt: yields });
  });
});

describe('the name of an alert', () => {
  const annotations = { summary: 'Kho đầy' };
  it.each([
    [{ alertname: 'A', rulename: 'B' }, annotations, 'A'],
    [{ alertname: ' ', rulename: 'B', __name__: 'C' }, annotations, 'B'],
    [{ __name__: 'C' }, annotations, 'C'],
    [{}, annotations, 'Kho đầy'],
    [{}, {}, 'The title'],
    [{ alertname: 'two\nlines\u001B[0m' }, {}, 'two lines[0m'],
  ])('with labels %j and annotations %j is %s', (labels, given, name) => {
    const alert = { status: 'firing', labels, annotations: given };
    expect(signalsOf([alert], { title: 'The title' })[0]?.name).toBe(name);
  });

  it('is "unnamed alert" when nothing names it', () => {
    expect(signalsOf([{ status: 'firing' }])[0]?.name).toBe('unnamed alert');
  });
});

describe('the identity of an alert', () => {
  it.each([[undefined], [''], [42], ['x'.repeat(129)], ['a\nb']])(
    'whose fingerprint is %j comes from its labels',
    (fingerprint) => {
      expect(signalsOf([{ fingerprint, labels: { x: 'y' } }])[0]?.fingerprint).toBe(
        8241431561484471700n.toString(16),
      );
    },
  );

  it('comes from all its labels, also from those that are not kept', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`l${i}`, 'x']));
    const signals = signalsOf([{ labels: many }, { labels: { ...many, l199: 'y' } }]);
    expect(new Set(signals.map((signal) => signal.fingerprint)).size).toBe(2);
  });
});

describe('the group of an alert', () => {
  const groupKeyOf = (envelope: object, alert: object = {}) =>
    signalsOf([alert], { groupKey: undefined, ...envelope })[0]?.groupKey;

  it.each([
    [{ cluster: 'hn1', alertname: 'X' }, '{}:{alertname="X", cluster="hn1"}'],
    [{ path: 'C:\\new "x"\n' }, '{}:{path="C:\\\\new \\"x\\"\\n"}'],
    [{ 'tên kho': 'Sao Mai' }, '{}:{"tên kho"="Sao Mai"}'],
  ])('%j is rebuilt in Alertmanager’s notation: %s', (groupLabels, yields) => {
    expect(groupKeyOf({ groupLabels })).toBe(yields);
  });

  it('without labels comes from the alert’s name, and else from its identity', () => {
    const labels = { alertname: 'X' };
    expect(groupKeyOf({ groupLabels: {} }, { labels })).toBe('{}:{alertname="X"}');
    expect(groupKeyOf({}, { labels })).toBe('{}:{alertname="X"}');
    expect(groupKeyOf({}, { fingerprint: 'abc' })).toBe('{}:{fingerprint="abc"}');
  });

  it('with a key of any length keeps keys apart within 2 kB', () => {
    const keys = ['a', 'b'].map((end) => groupKeyOf({ groupKey: 'k'.repeat(5000) + end }));
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(Buffer.byteLength(key ?? '')).toBeLessThanOrEqual(2048);
  });
});
