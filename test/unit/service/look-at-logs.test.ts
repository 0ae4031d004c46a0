/** The look at an alert's logs, from its labels to one piece of evidence, on a server that answers like Loki. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLoki } from '../../../src/adapters/loki.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { type LokiSandbox, openLoki } from '../../../src/sandbox/loki.ts';
import { lookAtLogs } from '../../../src/service/look-at-logs.ts';
import { looking, OCCASION } from './looking.ts';

let server: LokiSandbox;
let logs: ReturnType<typeof createLoki>;

async function open(options: Parameters<typeof openLoki>[0] = {}): Promise<void> {
  server = await openLoki(options);
  logs = createLoki({ baseUrl: server.url, timeoutMs: 1000 });
}

beforeEach(() => open());

afterEach(async () => {
  logs.close();
  await server.close();
});

const TILL = { app: 'till', namespace: 'shop' };

/** A sale every minute from nine to ten past ten, and from three past ten on a printer without paper. */
function aMorning(labels: Record<string, string> = TILL): void {
  for (let minute = 0; minute < 70; minute += 1) {
    const at = new Date(Date.parse('2026-11-22T09:00:20Z') + minute * 60_000).toISOString();
    server.push(labels, at, `level=info msg="sold" ms=${minute}`);
    server.push(labels, at, `level=error msg="card refused" card=${minute}`);
    if (minute < 63) continue;
    for (let n = 0; n < 5; n += 1)
      server.push(labels, at, `level=error msg="no paper" printer=${n}`);
  }
}

describe('the logs of an alert', () => {
  it.each([
    ['Loki 3', {}],
    ['a Loki without patterns and levels', { findsPatterns: false, detectsLevels: false }],
  ])('say what is new since the onset (%s)', async (_, options) => {
    await server.close();
    await open(options);
    aMorning();
    const found = await lookAtLogs(looking().parts, logs, OCCASION);
    expect(found?.draft).toMatchObject({
      source: 'loki',
      title: 'What SalesFail logged',
      outcome: 'answered',
      window: { from: '2026-11-22T08:58:00.000Z', to: '2026-11-22T10:11:00.000Z' },
    });
    expect(found?.draft.query).toContain('{namespace="shop",app="till"}');
    expect(found?.draft.summary).toMatch(
      /^New in the logs: “level=error msg="no paper" printer=<_>”, 35 times since 10:03:20 UTC\./,
    );
    expect(found?.answer).toMatchObject({ kinds: [{ isNew: true, lines: 35 }] });
  });

  it('say so when what is new was there the day before', async () => {
    aMorning();
    server.push(TILL, '2026-11-22T02:30:00Z', 'level=error msg="no paper" printer=was full');
    server.push(TILL, '2026-11-22T03:00:00Z', 'level=error msg="no paper" printer=4');
    const found = await lookAtLogs(looking().parts, logs, OCCASION);
    expect(found?.draft.summary).toContain('It was seen before, at 03:00:00 UTC.');
    expect(found?.answer).toMatchObject({ seen_before: '2026-11-22T03:00:00.000Z' });
  });

  it('are looked for under the next label where the first has none', async () => {
    server.push({ service_name: 'other' }, '2026-11-22T10:00:00Z', 'x');
    aMorning({ app: 'till' });
    const { parts, counted } = looking();
    const found = await lookAtLogs(parts, logs, OCCASION);
    expect(found?.draft.query).toContain('{app="till"}');
    expect(counted).toEqual(Array.from({ length: 7 }, () => 'loki ok'));
  });

  it('are found by labels that are told', async () => {
    aMorning({ team: 'till' });
    const { parts } = looking({ service: ['team'] });
    expect((await lookAtLogs(parts, logs, OCCASION))?.draft.query).toContain('{team="till"}');
  });

  it('are none where no label fits', async () => {
    server.push({ zone: 'a' }, '2026-11-22T10:00:00Z', 'x');
    expect(await lookAtLogs(looking().parts, logs, OCCASION)).toBeNull();
    expect(server.requests.map(({ path }) => path)).toEqual(['/loki/api/v1/labels']);
  });

  it('are empty where nothing was logged', async () => {
    server.push({ app: 'other' }, '2026-11-22T10:00:00Z', 'x');
    const found = await lookAtLogs(looking().parts, logs, OCCASION);
    expect(found?.draft).toMatchObject({ outcome: 'empty' });
    expect(found?.draft.query).toContain('{app="till"}');
  });

  it('that cannot be had are a hole that is shown', async () => {
    aMorning();
    server.fail(faults.answers(503, 'ingester not ready'), { path: '/loki/api/v1/query_range' });
    const { parts, counted } = looking();
    const found = await lookAtLogs(parts, logs, OCCASION);
    expect(found?.draft.outcome).toBe('unavailable');
    expect(found?.draft.summary).toMatch(/^Loki at .* failed \(503\): ingester not ready$/);
    expect(counted).toEqual(['loki ok', 'loki unavailable']);
  });

  it('do without patterns that cannot be had', async () => {
    aMorning();
    server.fail(faults.answers(400, 'no'), { path: '/loki/api/v1/patterns' });
    expect((await lookAtLogs(looking().parts, logs, OCCASION))?.draft.outcome).toBe('answered');
  });
});
