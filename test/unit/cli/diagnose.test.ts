import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diagnoseVerb } from '../../../src/cli/diagnose.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { type LokiSandbox, openLoki } from '../../../src/sandbox/loki.ts';
import { openPrometheus, type PrometheusSandbox } from '../../../src/sandbox/prometheus.ts';
import { openTempo, type TempoSandbox } from '../../../src/sandbox/tempo.ts';
import {
  checkoutFails,
  failingLogs,
  failingMetrics,
  failingTraces,
} from '../../given/ledger-fault.ts';
import { runVerb } from './run-verb.ts';

let dir: string;
let prometheus: PrometheusSandbox;
let loki: LokiSandbox;
let tempo: TempoSandbox;
const FAULT = Math.round(Date.now() / 1000) - 240;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tocsin-diagnose-'));
  [prometheus, loki, tempo] = await Promise.all([openPrometheus(), openLoki(), openTempo()]);
  failingMetrics(prometheus, FAULT);
  failingLogs(loki, FAULT);
  failingTraces(tempo, FAULT);
});

afterEach(async () => {
  await Promise.all([prometheus.close(), loki.close(), tempo.close()]);
  await rm(dir, { recursive: true });
});

const alert = (over: object = {}) =>
  ({
    status: 'firing',
    ...checkoutFails(new Date((FAULT + 60) * 1000).toISOString()),
    ...over,
  }) as object;

async function diagnose(content: unknown, ...argv: string[]) {
  const file = join(dir, 'alert.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return runVerb(diagnoseVerb, 'diagnose', '--alert', file, ...argv);
}

const at = () => ['--prometheus', prometheus.url];

describe('tocsin diagnose', () => {
  it('names the cause behind one alert, from what it calls, its logs and its traces', async () => {
    const all = [...at(), '--loki', loki.url, '--tempo', tempo.url];
    const ran = await diagnose(alert(), ...all);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/^CheckoutServiceDown {2}/);
    expect(ran.out).toMatch(
      /E1 What CheckoutServiceDown measures \(prometheus\): .*crossed 0\.05 at/,
    );
    expect(ran.out).toMatch(/^H1 {2}\d+ % {2}ledger: red\/errors went from 0\.0\d+ to 0\.\d+/m);
    expect(ran.out).toMatch(/^ {4}because of E\d+ Share of requests that fail/m);
    expect(ran.out).toMatch(/^ {4}Refuted if ledger recovers and checkout does not\./m);
    expect(ran.out).toMatch(/New in the logs: .*ledger refused the booking/);
    expect(ran.out).toContain('no space left on device');
    expect(ran.out).not.toContain('Missing:');
    expect(ran.out).not.toContain('\u001b');
  });

  it('gives the same as JSON, of a payload of Alertmanager', async () => {
    const payload = { version: '4', groupKey: 'k', alerts: [alert()] };
    const ran = await diagnose(payload, ...at(), '-o', 'json');
    expect(ran.code).toBe(0);
    const found = JSON.parse(ran.out);
    expect(found).toMatchObject({
      alerts: [{ name: 'CheckoutServiceDown', status: 'firing' }],
      hypotheses: [{ id: 'H1', service: 'ledger', confidence: expect.any(Number) }],
      inconclusive: '',
      missing: [],
    });
    expect(found.hypotheses[0].evidence).toContain('E2');
    expect(found.evidence[0]).toMatchObject({ id: 'E1', outcome: 'answered' });
  });

  it('says why it names none where no label names a service', async () => {
    const labels = { alertname: 'Something' };
    const ran = await diagnose(alert({ labels, generatorURL: '' }), ...at());
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/^Inconclusive: no label of the alert names a service/m);
  });

  it.each([
    ['is down', faults.badGateway()],
    ['refuses the key', faults.answers(401, 'no')],
    ['answers with a page', faults.loginPage()],
    ['sends elsewhere', faults.redirect('http://127.0.0.2:1/')],
    ['floods', faults.flood(200_000_000)],
    ['answers with a gzip bomb', faults.gzipBomb(200_000_000)],
    ['breaks off', faults.breakOff()],
    ['answers 200 with an error', faults.answers(200, { status: 'error', error: 'overloaded' })],
  ])('ends with 1 and says what is missing where Prometheus %s', async (_, fault) => {
    prometheus.fail(fault, { times: 1000 });
    const ran = await diagnose(alert(), ...at());
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/^Missing: Prometheus at 127\.0\.0\.1:\d+ /m);
    expect(ran.out).toMatch(/^Inconclusive: nothing could be measured of checkout$/m);
  });

  it('names no cause from ten thousand series that hold no value or end before the trouble', async () => {
    const since = (seconds: number) => FAULT + seconds;
    const result = Array.from({ length: 10_000 }, (_, n) => ({
      metric: { service: 'checkout', pod: `p${n}` },
      values: [
        [since(-600), n === 7 ? '0.01' : 'NaN'],
        [since(-585), '+Inf'],
      ],
    }));
    const body = { status: 'success', data: { resultType: 'matrix', result } };
    prometheus.fail(faults.answers(200, body), { times: 1000, path: '/api/v1/query_range' });
    const ran = await diagnose(alert(), ...at(), '-o', 'json');
    expect(ran.code).toBe(0);
    const { hypotheses, inconclusive, evidence } = JSON.parse(ran.out);
    expect(hypotheses).toEqual([]);
    expect(inconclusive).not.toBe('');
    const asked: { title: string; outcome: string; summary: string }[] = evidence;
    const measured = asked.filter(
      ({ title, outcome }) => /measures|fail/.test(title) && outcome === 'answered',
    );
    expect(measured.length).toBeGreaterThan(1);
    for (const { summary } of measured) expect(summary).toContain('part of it was left out');
  });

  it('asks nothing else where a label would, and shows none of its tricks', async () => {
    const evil = 'x"} or vector(1) or up{a="\u001b[2J';
    const labels = { alertname: evil, service: evil, pod: evil, job: evil };
    const ran = await diagnose(alert({ labels }), ...at());
    expect(ran.out).not.toContain('\u001b');
    const asked = prometheus.requests.map(
      ({ text, query }) => `${decodeURIComponent(text)}${query}`,
    );
    expect(asked.filter((text) => text.includes('vector(1)')).length).toBeGreaterThan(0);
    for (const text of asked) expect(text).not.toMatch(/x"\} or vector/);
  });

  it('says where a file stops being JSON', async () => {
    const ran = await diagnose('{\n  "labels": {,\n', ...at());
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(/alert\.json:2:14/);
  });

  it.each([
    ['{"alerts": 5}', /`alerts` is not a list/],
    ['{"alerts": []}', /There is no alert in it/],
    ['[]', /The top level is a list/],
    ['', /no body|empty/],
  ])('says what is wrong with %j', async (content, words) => {
    const ran = await diagnose(content, ...at());
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(words);
  });

  it('says so when the file is not there, and when there is nobody to ask', async () => {
    const missing = await runVerb(
      diagnoseVerb,
      'diagnose',
      '--alert',
      join(dir, 'no.json'),
      ...at(),
    );
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('cannot be read') });
    expect(await diagnose(alert())).toMatchObject({
      code: 2,
      err: expect.stringContaining('--prometheus URL'),
    });
    // The program makes 2 of it, as of every option that cannot be read.
    const noAddress = await diagnose(alert(), '--prometheus', 'prometheus:9090');
    expect(noAddress).toMatchObject({
      code: 1,
      err: expect.stringContaining('expected an address'),
    });
    expect((await diagnose(alert(), '--prometheus', 'http://169.254.169.254/')).code).toBe(2);
  });
});
