import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAlertmanager } from '../../../src/webhooks/alertmanager.ts';
import { workWatch } from '../../given/stopwatch.ts';

const NOW = '2026-11-22T18:00:00.000Z';

function read(body: unknown) {
  const result = readAlertmanager(body, NOW);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

function problemOf(body: unknown) {
  const result = readAlertmanager(body, NOW);
  if (result.ok) throw new Error('the payload was accepted');
  return result.error;
}

describe('the same alert twice in one payload', () => {
  const early = '2026-11-22T10:00:00Z';
  const late = '2026-11-22T11:00:00Z';
  it.each([
    ['the later one stays', ['firing', early], ['resolved', late], 'resolved'],
    ['the later one stays in any order', ['resolved', late], ['firing', early], 'resolved'],
    ['firing wins a tie', ['firing', late], ['resolved', late], 'firing'],
    ['firing wins a tie in any order', ['resolved', late], ['firing', late], 'firing'],
    ['firing wins without a date', ['firing', undefined], ['resolved', late], 'firing'],
  ])('%s', (_, first, second, yields) => {
    const alerts = [first, second].map(([status, startsAt]) => ({
      status,
      startsAt,
      fingerprint: 'f',
    }));
    const { signals, warnings } = read({ version: '4', alerts });
    expect(signals.map((signal) => signal.status)).toEqual([yields]);
    expect(warnings).toEqual(['alerts: the same alert twice, the latest stays']);
  });
});

describe('what cannot be used', () => {
  it('is left out with a warning while some alert can be', () => {
    const { signals, warnings } = read({
      version: '4',
      alerts: [null, 'x', { status: 'firing' }, []],
    });
    expect(signals).toHaveLength(1);
    expect(warnings).toEqual(['alerts[0]: not an object, left out (and 2 more like it)']);
  });

  it('is refused when no alert is left', () => {
    expect(problemOf({ version: '4', alerts: [null, 'x'] })).toMatchObject({
      status: 400,
      code: 'no_usable_alert',
      detail: 'None of the 2 entries of `alerts` is an object.',
    });
  });

  it.each([[undefined], [null], [{}], ['x'], [3]])('is refused when alerts is %j', (alerts) => {
    const problem = problemOf({ version: '4', alerts });
    expect(problem).toMatchObject({ status: 400, code: 'no_alerts' });
    expect(problem.remedy).toContain('receiver');
  });

  it.each([[null], [[]], ['x']])('is refused when the body is %j', (body) => {
    expect(problemOf(body).code).toBe('no_alerts');
  });

  it('a link of more than 16 kB is dropped whole', () => {
    const generatorURL = `http://x/?${'q'.repeat(20_000)}`;
    const { signals, warnings } = read({
      version: '4',
      alerts: [{ status: 'firing', generatorURL }],
    });
    expect(signals[0]?.generatorUrl).toBe('');
    expect(warnings).toEqual(['alerts[0].generatorURL: longer than 16384 bytes, left out']);
  });

  it('never makes it throw, and every signal has a name, an identity and labels of text', () => {
    const alert = fc.record(
      {
        status: fc.anything(),
        labels: fc.oneof(fc.anything(), fc.dictionary(fc.string(), fc.anything())),
        annotations: fc.anything(),
        startsAt: fc.anything(),
        endsAt: fc.anything(),
        generatorURL: fc.anything(),
        fingerprint: fc.anything(),
      },
      { requiredKeys: [] },
    );
    const envelope = fc.record(
      {
        version: fc.anything(),
        groupKey: fc.anything(),
        groupLabels: fc.anything(),
        status: fc.anything(),
        truncatedAlerts: fc.anything(),
        alerts: fc.oneof(fc.anything(), fc.array(alert)),
      },
      { requiredKeys: ['alerts'] },
    );
    fc.assert(
      fc.property(
        envelope.map((body) => JSON.parse(JSON.stringify(body) ?? 'null')),
        (body) => {
          const result = readAlertmanager(body, NOW);
          if (!result.ok) return;
          for (const signal of result.value.signals) {
            expect(signal.name).not.toBe('');
            expect(signal.fingerprint).not.toBe('');
            expect(signal.groupKey).not.toBe('');
            expect(Object.values(signal.labels).every((value) => typeof value === 'string')).toBe(
              true,
            );
          }
        },
      ),
    );
  });

  it('a payload of 10,000 alerts is read within a second', () => {
    const alerts = Array.from({ length: 10_000 }, (_, i) => ({
      status: 'firing',
      labels: {
        alertname: 'LoiThanhToan',
        instance: `10.4.${i >> 8}.${i & 255}:8080`,
        severity: 'page',
      },
      annotations: { summary: 'Tỷ lệ lỗi 5xx > 5%' },
      startsAt: '2026-11-22T17:32:52.768486639Z',
    }));
    const worked = workWatch();
    expect(read({ version: '4', alerts }).signals).toHaveLength(10_000);
    expect(worked()).toBeLessThan(1000);
  });
});
