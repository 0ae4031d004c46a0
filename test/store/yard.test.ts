/** The yard over PostgreSQL, and what happens when its connections are cut. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openYard } from '../../src/jobs/yard.ts';
import type { Yard } from '../../src/ports/yard.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { rememberingLog } from '../given/remembering-log.ts';
import { aJob, describeYard, drained } from '../given/yard-conformance.ts';

const databases = givenDatabases();

describeYard('PostgreSQL', async () => ({ redisUrl: null, databaseUrl: await databases.empty() }));

describe('a yard whose PostgreSQL', () => {
  let databaseUrl: string;
  const yards: Yard[] = [];

  beforeEach(async () => {
    databaseUrl = await databases.empty();
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
    const cut = await sql(
      databaseUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
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
    expect((await connections()).length).toBeLessThanOrEqual(5);
    expect(await sql(databaseUrl, 'SELECT id FROM bullmq.job')).toEqual([]);
  });

  it('is left as soon as it was come to keeps no connection', async () => {
    const yard = await aYard();
    await yard.start(async () => {});
    await yard.close();
    // By the time that another one has done a job, a connection that was made too late is there.
    const next = await aYard();
    await next.start(async () => {});
    await next.add(aJob('1'));
    await drained(next);
    await next.close();
    await expect.poll(connections, { timeout: 10_000 }).toEqual([]);
  });

  const connections = () =>
    sql(
      databaseUrl,
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
});

async function added(yard: Yard, rowId: string): Promise<boolean> {
  return yard.add(aJob(rowId)).then(
    () => true,
    () => false,
  );
}
