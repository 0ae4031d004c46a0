import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CANARIES, canariesIn, inUrl } from '../given/canary.ts';
import { CANARY_CONFIG, canaryVariables, type Hosts, NOWHERE } from '../given/canary-house.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { dumpDatabase, dumpFolder } from '../given/dump.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { logText } from '../given/remembering-log.ts';

const databases = givenDatabases();
let at: Standing;
let strictRedis: Server;

const ELSEWHERE: Omit<Hosts, 'database'> = {
  pagerduty: NOWHERE,
  prometheus: NOWHERE,
  alertmanager: NOWHERE,
  receiver: NOWHERE,
  smtp: NOWHERE,
};

beforeAll(async () => {
  strictRedis = await redisWithAnotherPassword();
  const password = CANARIES.database;
  await sql(await databases.empty(), `create role canary superuser login password '${password}'`);
});

afterAll(() => {
  strictRedis.close();
});

/** Answers every command as Redis does when the password is wrong. */
function redisWithAnotherPassword(): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const commands = data.toString('latin1').match(/^\*\d+\r$/gm) ?? [];
      const no = '-WRONGPASS invalid username-password pair or user is disabled.\r\n';
      socket.write(no.repeat(commands.length));
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const redisAt = (host: string) => `redis://tocsin:${inUrl(CANARIES.redis)}@${host}`;

function strictRedisHost(): string {
  return hostOf(strictRedis);
}

function hostOf(server: Server): string {
  const address = server.address();
  return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
}

describe('a SEV1 where nobody answers puts no secret anywhere', () => {
  it.each<[string, () => Readonly<Record<string, string>>, string]>([
    ['while PostgreSQL keeps the jobs', () => ({}), 'page not accepted'],
    ['while Redis is away', () => ({ REDIS_URL: redisAt(NOWHERE) }), 'the job queue has a fault'],
    [
      'while Redis knows another password',
      () => ({ REDIS_URL: redisAt(strictRedisHost()) }),
      'WRONGPASS',
    ],
  ])('%s', async (_, variables, trouble) => {
    const root = await databases.empty();
    const { host, pathname } = new URL(root);
    const hosts = { ...ELSEWHERE, database: `${host}${pathname}` };
    at = await standHouse({
      databaseUrl: root,
      config: CANARY_CONFIG,
      hearsPagerduty: false,
      env: { ...canaryVariables(hosts), ...variables() },
    });
    const [opened] = await at.alert(checkoutDown());
    const path = `/api/v1/incidents/${opened?.id}`;
    for (let step = 0; step < 6; step += 1) await at.forward(30);
    await at.house.reconcile();
    await at.say(opened?.id ?? '', 'sev1');
    const seen: [place: string, text: string][] = [
      ['the timeline', (await at.timeline(opened?.id ?? '')).join('\n')],
      ['the incident', JSON.stringify(await at.get(path))],
      ['the database', await dumpDatabase(root)],
      ['the output folder', await dumpFolder(at.outputFolder)],
    ];
    await at.close();
    seen.push(['the log', logText(at.log)]);
    expect(seen[0]?.[1]).toContain('cannot be reached (ECONNREFUSED)');
    expect(seen.at(-1)?.[1]).toContain(trouble);
    expect(seen.flatMap(([place, text]) => canariesIn(place, text))).toEqual([]);
  });
});

describe('a SEV1 where the pager and the mail server take every call and never say a word', () => {
  const silent: Server[] = [];

  afterEach(() => {
    for (const server of silent) server.close();
  });

  /** Connections are taken, and nothing else. */
  async function silence(): Promise<string> {
    const server = createServer((socket) => socket.on('error', () => undefined));
    silent.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    return hostOf(server);
  }

  it('puts no secret anywhere either', async () => {
    const root = await databases.empty();
    const { host, pathname } = new URL(root);
    const hosts = { ...ELSEWHERE, pagerduty: await silence(), smtp: await silence() };
    at = await standHouse({
      databaseUrl: root,
      config: CANARY_CONFIG,
      hearsPagerduty: false,
      env: canaryVariables({ ...hosts, database: `${host}${pathname}` }),
    });
    const [opened] = await at.alert(checkoutDown());
    await at.forward(61);
    const id = opened?.id ?? '';
    const seen: [place: string, text: string][] = [
      ['the timeline', (await at.timeline(id)).join('\n')],
      ['the incident', JSON.stringify(await at.get(`/api/v1/incidents/${id}`))],
      ['the metrics', await (await fetch(`${at.url}/metrics`)).text()],
      ['the database', await dumpDatabase(root)],
      ['the output folder', await dumpFolder(at.outputFolder)],
    ];
    await at.close();
    seen.push(['the log', logText(at.log)]);
    expect(seen[0]?.[1]).toMatch(/The fallback .* failed: .*Mail server at 127\.0\.0\.1:\d+ /);
    expect(seen.at(-1)?.[1]).toMatch(/page not accepted.*did not answer within/);
    expect(seen.flatMap(([place, text]) => canariesIn(place, text))).toEqual([]);
  }, 150_000);
});
