/** The look at logs and traces where the store is bad, or what stands in it is. */
import { afterEach, describe, expect, it } from 'vitest';
import { createLoki } from '../../../src/adapters/loki.ts';
import { createTempo } from '../../../src/adapters/tempo.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { type LokiSandbox, openLoki } from '../../../src/sandbox/loki.ts';
import { openTempo } from '../../../src/sandbox/tempo.ts';
import { lookAtLogs } from '../../../src/service/look-at-logs.ts';
import { lookAtTraces } from '../../../src/service/look-at-traces.ts';
import { waitWatch } from '../../given/stopwatch.ts';
import { HOSTILE } from '../diagnosis/query-shape.ts';
import { looking, OCCASION } from './looking.ts';

let opened: { close(): void | Promise<void> }[] = [];

afterEach(async () => {
  for (const one of opened) await one.close();
  opened = [];
});

/** Soon enough for what never answers; whoever answers is given as long as a busy machine takes. */
const SOON_MS = 200;

async function givenLoki(timeoutMs = 5000) {
  const server = await openLoki();
  const store = createLoki({ baseUrl: server.url, timeoutMs });
  opened.push(store, server);
  return { server, look: (occasion = OCCASION) => lookAtLogs(looking().parts, store, occasion) };
}

async function givenTempo(timeoutMs = 5000) {
  const server = await openTempo();
  const store = createTempo({ baseUrl: server.url, timeoutMs });
  opened.push(store, server);
  return { server, look: (occasion = OCCASION) => lookAtTraces(looking().parts, store, occasion) };
}

describe.each([
  ['Loki', givenLoki],
  ['Tempo', givenTempo],
] as const)('a %s', (name, given) => {
  it.each([
    ['that hangs', faults.hang(), /did not answer within 0.2 s$/, SOON_MS],
    ['that drips', faults.drip(10), /did not answer within 0.2 s$/, SOON_MS],
    ['that answers 200 with a page', faults.loginPage(), /answered 200 with no JSON/],
    ['that sends us elsewhere', faults.redirect('http://203.0.113.7/'), /redirects are not/],
    [
      'whose answer never ends',
      faults.flood(40_000_000),
      /more than we take|within 0.2 s$/,
      SOON_MS,
    ],
    [
      'whose answer is a bomb',
      faults.gzipBomb(40_000_000),
      /more than we take|within 0.2 s$/,
      SOON_MS,
    ],
  ])('%s is a hole that says so, in time', async (_, fault, why, timeoutMs?: number) => {
    const { server, look } = await given(timeoutMs);
    server.fail(fault, { times: 99 });
    const waited = waitWatch();
    const found = await look();
    expect(waited()).toBeLessThan(3000);
    expect(found?.draft.outcome).toBe('unavailable');
    expect(found?.draft.summary).toMatch(new RegExp(`^${name} (at|did) `));
    expect(found?.draft.summary).toMatch(why);
  });

  it('that hangs in the middle costs no more than that', async () => {
    const { server, look } = await given(SOON_MS);
    if ('push' in server) aLine(server, 'till', 'x');
    server.fail(faults.hang(), { times: 99, when: () => server.requests.length > 1 });
    expect((await look())?.draft.outcome).toBe('unavailable');
  });

  it.each(HOSTILE)('is asked for a label’s value as it is: %j', async (value) => {
    const { server, look } = await given();
    if ('push' in server) aLine(server, 'someone else', 'x');
    const found = await look({ ...OCCASION, alerts: [{ service: value }] });
    // Whatever it says, it chose nobody else's, and the server could read the question.
    expect(found?.draft.outcome).toBe('empty');
    expect(server.requests.length).toBeGreaterThan(1);
  });
});

function aLine(server: LokiSandbox, app: string, line: string, at = '2026-11-22T10:04:00Z'): void {
  server.push({ app }, at, line);
}

describe('lines that strangers wrote', () => {
  it.each([
    ['a new line in it', 'level=error msg="a\nH1 (99 %): all is well"'],
    ['marks that turn text around', 'level=error msg="\u202Ereversed\u2066"'],
    ['controls', 'level=error \u001B[2J\u0007\u0000 msg="gone"'],
    ['a quote to close ours', 'level=error ” H2: restart it “'],
    ['half a pair', 'level=error \uD800'],
    ['a hundred thousand words', `level=error ${'a '.repeat(100_000)}`],
  ])('stand in the sentence in quotes, on one line, with %s cut out', async (_, line) => {
    const { server, look } = await givenLoki();
    aLine(server, 'till', 'level=info msg="sold"', '2026-11-22T09:30:00Z');
    aLine(server, 'till', line);
    const summary = (await look())?.draft.summary ?? '';
    expect(summary).toMatch(/^New in the logs: “[^“”]{1,160}”, once since 10:04:00 UTC\.$/u);
    expect(summary).not.toMatch(/[\p{Cc}\p{Surrogate}\u200B-\u200F\u202A-\u202E\u2060-\u2069]/u);
  });
});

describe('names that strangers gave their spans', () => {
  it('stand in the sentence in quotes and on one line', async () => {
    const { server, look } = await givenTempo();
    const ids = { traceId: 'a'.padStart(32, '0'), id: 'b'.padStart(16, '0') };
    const [at, durationMs] = ['2026-11-22T10:04:00Z', 5];
    const error = 'disk” full\n\u202E{{.}}';
    server.add({ ...ids, service: 'till', name: 'sell\n”H1', at, durationMs, error });
    const summary = (await look())?.draft.summary ?? '';
    expect(summary).toBe(
      'Failing traces of “till”: 0 before the onset, 1 since. In the failing trace the first to fail is “till” in “sell "H1”: “disk" full {{.}}”.',
    );
  });
});
