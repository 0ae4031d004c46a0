/** What the doctor says about logs and traces: servers that answer, and those that do not. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as faults from '../../../src/sandbox/faults.ts';
import { openJaeger } from '../../../src/sandbox/jaeger.ts';
import { openLoki } from '../../../src/sandbox/loki.ts';
import { type Loopback, openLoopback } from '../../../src/sandbox/loopback.ts';
import { openTempo } from '../../../src/sandbox/tempo.ts';
import { freePort } from '../../given/free-port.ts';
import { waitWatch } from '../../given/stopwatch.ts';
import { IMPATIENT, type Practice, practice } from './a-doctor.ts';

let doctor: Practice;

beforeEach(async () => {
  doctor = await practice();
});

afterEach(() => doctor.close());

const JUST_NOW = () => new Date(Date.now() - 60_000).toISOString();

describe('Loki', () => {
  it('says how many labels its streams have, and is asked for names only', async () => {
    const loki = await doctor.opened(openLoki());
    loki.push({ app: 'till', env: 'production' }, JUST_NOW(), 'sold a melon');
    const found = await doctor.examined({ LOKI_URL: loki.url });
    expect(found['Loki']).toMatchObject({
      state: 'good',
      text: 'answers; labels of streams: 2',
      remedy: '',
    });
    expect(loki.requests.map(({ path }) => path)).toEqual(['/loki/api/v1/labels']);
    const { query } = loki.requests[0] ?? { query: new URLSearchParams() };
    const nanoseconds = BigInt(query.get('end') ?? 0) - BigInt(query.get('start') ?? 0);
    expect(nanoseconds / 1_000_000_000n).toBe(3600n);
  });

  it('without any log of the last hour is bad', async () => {
    const loki = await doctor.opened(openLoki());
    loki.push({ app: 'till' }, new Date(Date.now() - 7_200_000).toISOString(), 'long ago');
    const found = await doctor.examined({ LOKI_URL: loki.url });
    expect(found['Loki']).toEqual({
      name: 'Loki',
      state: 'bad',
      text: 'answers, but has no logs of the last hour',
      remedy: 'See that logs are sent to it; with several tenants, look at sources.loki_headers.',
    });
  });

  it('that asks for a tenant says so, and answers with the configured headers', async () => {
    const loki = await doctor.opened(openLoki({ asksForTenant: true, prefix: '/logs' }));
    loki.push({ app: 'till' }, JUST_NOW(), 'sold a melon');
    const env = { LOKI_URL: loki.url };
    expect((await doctor.examined(env))['Loki']).toMatchObject({
      state: 'bad',
      text: expect.stringMatching(
        /^Loki at .+ does not accept our credentials \(401\): no org id$/,
      ),
      remedy: expect.stringContaining('sources.loki_headers'),
    });
    const file = 'sources: {loki_headers: {X-Scope-OrgID: hush-hush-tenant}}';
    expect((await doctor.examined(env, file))['Loki']?.state).toBe('good');
    expect(loki.requests.at(-1)?.headers['x-scope-orgid']).toBe('hush-hush-tenant');
  });
});

describe('Tempo', () => {
  it('answers a search of one minute for one trace', async () => {
    const tempo = await doctor.opened(openTempo());
    const found = await doctor.examined({ TEMPO_URL: tempo.url });
    expect(found['Tempo']).toMatchObject({ state: 'good', text: 'answers a search for traces' });
    expect(found).not.toHaveProperty('Jaeger');
    expect(tempo.requests.map(({ path }) => path)).toEqual(['/api/search']);
    const { query } = tempo.requests[0] ?? { query: new URLSearchParams() };
    expect(query.get('limit')).toBe('1');
    // Whole seconds around the minute.
    expect(Number(query.get('end')) - Number(query.get('start'))).toBeLessThanOrEqual(61);
  });

  it('beside which there is a Jaeger is the one that is asked', async () => {
    const tempo = await doctor.opened(openTempo());
    const jaeger = await doctor.opened(openJaeger());
    const found = await doctor.examined({ TEMPO_URL: tempo.url, JAEGER_URL: jaeger.url });
    expect(found['Tempo']?.state).toBe('good');
    expect(found['Jaeger']?.text).toBe('set, and not asked: TEMPO_URL is set too');
    expect(jaeger.requests).toEqual([]);
  });

  it('that asks for a tenant says so, and which setting holds it', async () => {
    const tempo = await doctor.opened(openTempo({ asksForTenant: true }));
    const env = { TEMPO_URL: tempo.url };
    expect((await doctor.examined(env))['Tempo']).toMatchObject({
      state: 'bad',
      text: expect.stringContaining('(401): no org id'),
      remedy: expect.stringContaining('sources.tempo_headers'),
    });
    const file = 'sources: {tempo_headers: {X-Scope-OrgID: shop}}';
    expect((await doctor.examined(env, file))['Tempo']?.state).toBe('good');
  });
});

describe('Jaeger', () => {
  it.each(['third', 'legacy', 'legacy-and-page'] as const)(
    'answers in its dialect (%s), without any trace too',
    async (speaks) => {
      const jaeger = await doctor.opened(openJaeger({ speaks, prefix: '/jaeger' }));
      const found = await doctor.examined({ JAEGER_URL: jaeger.url });
      expect(found['Jaeger']).toMatchObject({ state: 'good', text: 'answers a search for traces' });
      expect(found).not.toHaveProperty('Tempo');
    },
  );

  it('without its base path is bad', async () => {
    const jaeger = await doctor.opened(openJaeger({ prefix: '/jaeger' }));
    const found = await doctor.examined({ JAEGER_URL: new URL(jaeger.url).origin });
    expect(found['Jaeger']).toMatchObject({
      state: 'bad',
      text: expect.stringContaining('(404)'),
      remedy: expect.stringContaining('with its base path'),
    });
  });
});

const STORES = [
  ['Loki', 'LOKI_URL', 'sources.loki_headers'],
  ['Tempo', 'TEMPO_URL', 'sources.tempo_headers'],
  ['Jaeger', 'JAEGER_URL', 'sources.jaeger_headers'],
] as const;

describe.each(STORES)('%s', (name, variable, headers) => {
  /** A server that has nothing of what it is asked for. */
  const stranger = (): Promise<Loopback> =>
    doctor.opened(openLoopback(() => ({ status: 404, body: '404 page not found\n' })));

  it.each([
    ['hangs', faults.hang(), 'did not answer within 0.8 s'],
    ['drips', faults.drip(20), 'did not answer within 0.8 s'],
    ['shows a page', faults.loginPage(), `with no JSON; is it ${name}?`],
    ['is another server that speaks JSON', faults.answers(200, { pong: 1 }), 'gave an answer that'],
    ['answers without end', faults.flood(40 * 1024 * 1024), 'answered with more than we take'],
    ['sends us elsewhere', faults.redirect('http://10.0.0.1/'), 'redirects to 10.0.0.1'],
    ['is behind a proxy that cannot reach it', faults.badGateway(), 'failed (502)'],
  ])('that %s is bad, and says which setting to check', async (_, fault, text) => {
    const server = await stranger();
    server.fail(fault, { times: 5 });
    const url = server.url.replace('http://', 'http://me:hush-hush@');
    const patience = text.includes('0.8 s') ? IMPATIENT : undefined;
    const found = await doctor.examined({ [variable]: url }, '', patience);
    expect(found[name]).toMatchObject({
      state: 'bad',
      text: expect.stringContaining(text),
      remedy: expect.stringContaining(`Check ${variable} from this machine`),
    });
    expect(JSON.stringify(found)).not.toContain('hush-hush');
  });

  it('that does not take our credentials names their setting, and shows none', async () => {
    const server = await stranger();
    server.fail(faults.answers(401, 'who is hush-hush?'), { times: 5 });
    const key = headers.slice('sources.'.length);
    const file = `sources: {${key}: {Authorization: Bearer hush-hush}}`;
    const found = await doctor.examined({ [variable]: server.url }, file);
    expect(found[name]).toMatchObject({
      state: 'bad',
      text: expect.stringContaining('does not accept our credentials (401)'),
      remedy: expect.stringContaining(headers),
    });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer hush-hush');
    expect(JSON.stringify(found)).not.toContain('hush-hush');
  });

  it('on a port where another server is, or none, is bad', async () => {
    const other = await doctor.examined({ [variable]: (await stranger()).url });
    expect(other[name]).toMatchObject({ state: 'bad', text: expect.stringContaining('(404)') });
    const none = await doctor.examined({ [variable]: `http://127.0.0.1:${await freePort()}` });
    expect(none[name]).toMatchObject({
      state: 'bad',
      text: expect.stringContaining('(ECONNREFUSED)'),
    });
  });

  it('at an address that may not be called is bad without a call', async () => {
    const found = await doctor.examined({ [variable]: 'http://169.254.169.254/latest' });
    expect(found[name]).toMatchObject({
      state: 'bad',
      text: expect.stringContaining('link-local addresses are refused'),
    });
  });
});

it('all of them that hang are waited for together', async () => {
  const silent = await doctor.opened(openLoopback(() => new Promise(() => {})));
  const waited = waitWatch();
  const env = { LOKI_URL: silent.url, TEMPO_URL: silent.url, SLACK_API_URL: silent.url };
  const found = await doctor.examined({ ...env, SLACK_BOT_TOKEN: 'xoxb-canary' }, '', IMPATIENT);
  expect(waited()).toBeLessThan(2500);
  const bad = Object.values(found).filter(({ state }) => state === 'bad');
  expect(bad.map(({ name }) => name)).toEqual(['Slack token', 'Loki', 'Tempo']);
});
