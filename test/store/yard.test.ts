/** The yard over PostgreSQL, and what happens when its connections are cut. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openYard } from '../../src/jobs/yard.ts';
import type { Yard } from '../../src/ports/yard.ts';
import { type EmbeddedServer, openEmbeddedServer } from '../../src/store/embedded-server.ts';
import { rememberingLog } from '../given/remembering-log.ts';
import { aJob, describeYard, drained } from '../given/yard-conformance.ts';

let dataDir: string;
let server: EmbeddedServer;
let databases = 0;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tocsin-yard-'));
  server = await openEmbeddedServer({ dataDir, log: rememberingLog() });
});

afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function query(databaseUrl: string, text: string, values: unknown[] = []) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

async function emptyDatabase(): Promise<string> {
  databases += 1;
  await query(server.url, `CREATE DATABASE yard_${databases}`);
  const address = new URL(server.url);
  address.pathname = `yard_${databases}`;
  return address.href;
}

describeYard('PostgreSQL', async () => ({ redisUrl: null, databaseUrl: await emptyDatabase() }));

describe('a yard whose PostgreSQL', () => {
  let databaseUrl: string;
  const yards: Yard[] = [];

  beforeEach(async () => {
    databaseUrl = await emptyDatabase();
  });

  afterEach(async () => {
    await Promise.all(yards.splice(0).map((yard) => yard.close()));
  });

  async function aYard(): Promise<Yard> {
    const yard = await openYard({ redisUrl: null, databaseUrl, log: rememberingLog() });
    yards.push(yard);
    return yard;
  }

  it('is empty is prepared by several yards at once', async () => {
    await Promise.all([aYard(), aYard(), aYard()]);
    expect(await Promise.all(yards.map((yard) => yard.busy()))).toEqual([0, 0, 0]);
  });

  it('is away cannot be opened', async () => {
    const nowhere = 'postgres://nobody@127.0.0.1:1/none';
    const opening = openYard({ redisUrl: null, databaseUrl: nowhere, log: rememberingLog() });
    await expect(opening).rejects.toThrow('ECONNREFUSED');
  });

  it('cuts every connection goes on taking jobs', async () => {
    const yard = await aYard();
    const ran: string[] = [];
    await yard.start(async (job) => void ran.push(job.rowId));
    await yard.add(aJob('1'));
    await drained(yard);
    const database = new URL(databaseUrl).pathname.slice(1);
    const cut = await query(
      server.url,
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
      [database],
    );
    expect(cut.length).toBeGreaterThan(1);
    await expect.poll(() => added(yard, '2'), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => ran, { timeout: 15_000 }).toEqual(['1', '2']);
  });

  it('is asked for no more than five connections, and nothing stays of jobs that are done', async () => {
    const yard = await aYard();
    await yard.start(async () => {});
    await Promise.all(Array.from({ length: 50 }, (_, index) => yard.add(aJob(`${index}`))));
    await drained(yard);
    const [connections] = await query(
      server.url,
      'SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = $1',
      [new URL(databaseUrl).pathname.slice(1)],
    );
    expect(connections.n).toBeLessThanOrEqual(5);
    expect(await query(databaseUrl, 'SELECT id FROM bullmq.job')).toEqual([]);
  });
});

async function added(yard: Yard, rowId: string): Promise<boolean> {
  return yard.add(aJob(rowId)).then(
    () => true,
    () => false,
  );
}
