/** What the doctor sees beside PagerDuty: the machine, the configured ways to ring, and what hangs. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checked, good } from '../../../src/cli/doctor-checkup.ts';
import { nodeVersion } from '../../../src/cli/doctor-machine.ts';
import { freePort } from '../../given/free-port.ts';
import { waitWatch } from '../../given/stopwatch.ts';
import { IMPATIENT, type Practice, practice } from './a-doctor.ts';

let doctor: Practice;

beforeEach(async () => {
  doctor = await practice();
});

afterEach(() => doctor.close());

/** Takes connections and never says a word. */
async function silentPort(): Promise<number> {
  const server: Server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await doctor.opened(Promise.resolve({ close: async () => void server.close() }));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('Node.js', () => {
  it.each([
    ['20.19.0', 'good'],
    ['20.20.2', 'good'],
    ['24.0.0', 'good'],
    ['20.18.3', 'bad'],
    ['18.20.0', 'bad'],
  ])('%s is %s', (version, state) => {
    expect(nodeVersion(version)).toMatchObject({ state, text: expect.stringContaining(version) });
  });
});

describe('with nothing configured', () => {
  it('everything is good or missing, and what is missing has a remedy', async () => {
    const found = Object.values(await doctor.examined());
    expect(found.map(({ name, state }) => [name, state])).toEqual([
      ['data folder', 'good'],
      ['output folder', 'good'],
      ['database', 'good'],
      ['job queue', 'good'],
      ['paging', 'missing'],
      ['fallback', 'missing'],
      ['stakeholders', 'missing'],
      ['PagerDuty API key', 'missing'],
      ['webhook secret', 'missing'],
      ['Prometheus', 'missing'],
      ['Alertmanager', 'missing'],
      ['Loki', 'missing'],
      ['traces', 'missing'],
    ]);
    for (const { state, remedy } of found) expect(remedy === '').toBe(state === 'good');
  });

  it('nothing is made or left behind', async () => {
    const found = await doctor.examined();
    expect(found['data folder']?.text).toBe(
      `${join(doctor.folder, 'data')} is not there yet and can be made`,
    );
    await mkdir(join(doctor.folder, 'output'));
    expect((await doctor.examined())['output folder']?.text).toBe(join(doctor.folder, 'output'));
    expect((await readdir(doctor.folder)).sort()).toEqual(['config.yaml', 'output']);
    expect(await readdir(join(doctor.folder, 'output'))).toEqual([]);
  });
});

describe('a folder', () => {
  it.each(['output', 'output/below'])('where a file is in the way (%s) is bad', async (path) => {
    await writeFile(join(doctor.folder, 'output'), '');
    const found = await doctor.examined({ OUTPUT_FOLDER: join(doctor.folder, path) });
    expect(found['output folder']).toMatchObject({
      state: 'bad',
      remedy: 'Let this user write there, make room, or set OUTPUT_FOLDER to another folder.',
    });
  });

  it.skipIf(process.platform !== 'linux')('that nobody may write is bad', async () => {
    const found = await doctor.examined({ OUTPUT_FOLDER: '/proc/self' });
    expect(found['output folder']).toMatchObject({ state: 'bad' });
  });
});

describe('the routing key', () => {
  it.each([
    ['u+abcdefghijklmnopqr', 'the routing key has 20 characters instead of 32'],
    [`${'0'.repeat(31)}-`, 'the routing key holds something else than letters and digits'],
  ])('%s is bad, and is not shown', async (key, text) => {
    const { paging } = await doctor.examined({ PAGERDUTY_ROUTING_KEY: key });
    expect(paging).toMatchObject({ state: 'bad', text });
    expect(JSON.stringify(paging)).not.toContain(key);
  });
});

describe('the fallback', () => {
  it('names every way that is configured, and no secret', async () => {
    const file = `pagerduty: {fallback: {email: {smtp_url: "smtp://me:hush-hush@mail.example.com", from: a@example.com, to: [b@example.com]}}}`;
    const env = {
      PAGERDUTY_FALLBACK_ROUTING_KEY: 'a'.repeat(32),
      FALLBACK_WEBHOOK_URL: 'https://chat.example.com/hooks/very-secret',
    };
    const found = await doctor.examined(env, file);
    expect(found['fallback']).toMatchObject({
      state: 'good',
      text: 'a second routing key, a webhook, e-mail when PagerDuty does not ring',
    });
    expect(JSON.stringify(found)).not.toMatch(/hush-hush|very-secret|a{32}/);
  });
});

describe('what hangs', () => {
  it('is bad within its time, and no password is shown', async () => {
    const port = await silentPort();
    const waited = waitWatch();
    const found = await doctor.examined(
      {
        DATABASE_URL: `postgres://tocsin:hush-hush@127.0.0.1:${port}/tocsin`,
        REDIS_URL: `redis://:hush-hush@127.0.0.1:${port}/0`,
        PROMETHEUS_URL: `http://me:hush-hush@127.0.0.1:${port}`,
        ALERTMANAGER_URL: `http://127.0.0.1:${port}`,
        PAGERDUTY_API_TOKEN: 'the-key-of-the-test',
        PAGERDUTY_API_URL: `http://127.0.0.1:${port}`,
      },
      '',
      IMPATIENT,
    );
    expect(waited()).toBeLessThan(3000);
    const bad = Object.values(found).filter(({ state }) => state === 'bad');
    expect(bad.map(({ name }) => name)).toEqual([
      'database',
      'job queue',
      'PagerDuty API key',
      'Prometheus',
      'Alertmanager',
    ]);
    expect(JSON.stringify(found)).not.toMatch(/hush|the-key-of-the-test/);
  });

  it('without a deadline of its own is given one', async () => {
    const name = 'a name server';
    const never = () => new Promise<never>(() => {});
    expect(await checked({ name, remedy: 'Mend it.', seconds: 0.01 }, never)).toEqual({
      name,
      state: 'bad',
      text: 'no answer within 0.01 s',
      remedy: 'Mend it.',
    });
    expect(await checked({ name, remedy: '' }, async () => good(name, 'here'))).toMatchObject({
      state: 'good',
    });
  });
});

describe('what is not there', () => {
  it('is bad at once, with the place and without the password', async () => {
    const port = await freePort();
    const found = await doctor.examined({
      DATABASE_URL: `postgres://tocsin:hush-hush@127.0.0.1:${port}/tocsin`,
      REDIS_URL: `redis://:hush-hush@127.0.0.1:${port}/0`,
    });
    expect(found['database']).toMatchObject({
      state: 'bad',
      text: `127.0.0.1:${port}/tocsin cannot be used: connect ECONNREFUSED 127.0.0.1:${port}`,
    });
    expect(found['job queue']).toMatchObject({
      state: 'bad',
      text: `127.0.0.1:${port} cannot be used: connect ECONNREFUSED 127.0.0.1:${port}`,
    });
    expect(found).not.toHaveProperty('data folder');
  });
});
