/**
 * How fast deliveries are taken in, against floors built in the same run: a bare Express server, and the same with one
 * durable insert per request. Ratios are what counts; the machine is shared and noisy.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import express from 'express';
import pg from 'pg';
import { openHouse } from '../src/house.ts';
import { readSettings } from '../src/read-settings.ts';
import { notificationBody } from '../src/sandbox/alertmanager.ts';
import { openEmbeddedServer } from '../src/store/embedded-server.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SENDERS = 16;
const SECONDS = 3;
const ROUNDS = 3;
const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

interface Contestant {
  readonly name: string;
  readonly url: string;
}

/** Requests per second over the time of one round. */
async function measure(url: string, bodyOf: (index: number) => string): Promise<number> {
  const until = performance.now() + SECONDS * 1000;
  let sent = 0;
  const sender = async () => {
    while (performance.now() < until) {
      sent += 1;
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: bodyOf(sent),
      });
      await response.arrayBuffer();
      if (response.status !== 202) throw new Error(`${url} answered ${response.status}`);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return sent / SECONDS;
}

function listen(app: express.Express): Promise<{ server: Server; url: string }> {
  const server = createServer(app);
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () =>
      done({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    );
  });
}

function floor(insert: ((body: unknown) => Promise<unknown>) | null): express.Express {
  return express().post('/', express.json({ limit: '64mb' }), async (req, res) => {
    await insert?.(req.body);
    res.status(202).json({});
  });
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Every delivery is another group with new alerts: each opens an incident. */
const fresh = (alerts: number, run: string) => (index: number) =>
  notificationBody({
    groupBy: ['alertname', 'shop'],
    alerts: Array.from({ length: alerts }, (_, each) => ({
      labels: {
        alertname: 'CheckoutSlow',
        severity: 'warning',
        shop: `${run}-${index}`,
        instance: `${each}`,
      },
      annotations: { summary: 'checkout is slow' },
    })),
  });

/** Every delivery is the same group, as when Alertmanager repeats itself. */
const repeated = (alerts: number) => {
  const body = fresh(alerts, 'same')(0);
  return () => body;
};

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tocsin-bench-'));
  const database = await openEmbeddedServer({ dataDir, log: quiet });
  const pool = new pg.Pool({ connectionString: database.url, max: 10 });
  pool.on('error', () => undefined);
  await pool.query('create table floor (body jsonb not null)');
  const bare = await listen(floor(null));
  const durable = await listen(
    floor((body) => pool.query('insert into floor values ($1)', [JSON.stringify(body)])),
  );
  const request = {
    cwd: ROOT,
    env: { DATABASE_URL: database.url, OUTPUT_FOLDER: join(dataDir, 'output'), PORT: '0' },
  };
  const read = () => readSettings(request);
  const first = await read();
  if (!first.ok) throw new Error('the settings are wrong');
  const house = await openHouse({ ...first, read }, { log: quiet, sweepEvery: 0 });
  const door = await house.listen();
  const contestants: readonly Contestant[] = [
    { name: 'floor: Express, JSON', url: bare.url },
    { name: 'floor: and one durable insert', url: durable.url },
    { name: 'Tocsin', url: `${door.url}/webhooks/alertmanager` },
  ];
  for (const [title, bodyOf] of [
    ['one new alert a delivery', (run: string) => fresh(1, run)],
    ['100 new alerts a delivery', (run: string) => fresh(100, run)],
    ['five alerts, the same delivery again and again', () => repeated(5)],
  ] as const) {
    await compare(title, contestants, bodyOf);
  }
  await house.close();
  await pool.end();
  for (const { server } of [bare, durable]) server.close();
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function compare(
  title: string,
  contestants: readonly Contestant[],
  bodyOf: (run: string) => (index: number) => string,
): Promise<void> {
  process.stdout.write(`\n${title} (median of ${ROUNDS} rounds, ${SENDERS} senders)\n`);
  const rates = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, url } of contestants) {
      process.stderr.write(`  round ${round + 1}: ${name}\r`);
      rates.get(name)?.push(await measure(url, bodyOf(`${title.length}-${round}`)));
    }
  }
  const tocsin = median(rates.get('Tocsin') ?? []);
  for (const { name } of contestants) {
    const rate = median(rates.get(name) ?? []);
    process.stdout.write(
      `  ${name.padEnd(32)} ${rate.toFixed(0).padStart(7)}/s   Tocsin is ${(tocsin / rate).toFixed(2)} of it\n`,
    );
  }
}

await main();
