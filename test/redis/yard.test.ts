/** The yard over a real Redis, and what happens when that Redis is not well. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openYard } from '../../src/jobs/yard.ts';
import type { Yard } from '../../src/ports/yard.ts';
import { type RedisServer, redisServer } from '../given/redis-server.ts';
import { rememberingLog } from '../given/remembering-log.ts';
import { waitWatch } from '../given/stopwatch.ts';
import { aJob, describeYard, drained, latch } from '../given/yard-conformance.ts';

const NO_DATABASE = 'postgres://nobody@127.0.0.1:1/none';

describe('with one Redis for all', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await redisServer();
    await redis.start();
  });

  afterAll(() => redis.remove());

  describeYard('Redis', async () => {
    await redis.command('FLUSHALL');
    return { redisUrl: redis.url, databaseUrl: NO_DATABASE };
  });
});

describe('a yard whose Redis', () => {
  let redis: RedisServer;
  let yard: Yard;
  const log = rememberingLog();

  async function aYard(): Promise<Yard> {
    yard = await openYard({ redisUrl: redis.url, databaseUrl: NO_DATABASE, log });
    return yard;
  }

  afterEach(async () => {
    await yard.close();
    await redis.remove();
  });

  it('is down at start opens, refuses jobs at once, and works when Redis comes', async () => {
    redis = await redisServer();
    await aYard();
    const ran = latch<string>();
    await yard.start(async (job) => ran.open(job.rowId));
    const waited = waitWatch();
    await expect(yard.add(aJob('1'))).rejects.toThrow('The job queue (redis) is away');
    expect(waited()).toBeLessThan(2100);
    await redis.start();
    await expect.poll(() => added(yard, '2'), { timeout: 10_000 }).toBe(true);
    expect(await ran.opened).toBe('2');
  });

  it('is never there can be closed', async () => {
    redis = await redisServer();
    await aYard();
    await yard.start(async () => {});
    const waited = waitWatch();
    await yard.close();
    expect(waited()).toBeLessThan(2000);
  });

  it('is killed refuses jobs within two seconds and works again when Redis is back', async () => {
    redis = await redisServer();
    await redis.start();
    await aYard();
    const ran: string[] = [];
    await yard.start(async (job) => void ran.push(job.rowId));
    await yard.add(aJob('before'));
    await drained(yard);
    await redis.kill();
    const waited = waitWatch();
    await expect(yard.add(aJob('during'))).rejects.toThrow('away');
    await expect(yard.busy()).rejects.toThrow('away');
    expect(waited()).toBeLessThan(4100);
    await redis.start();
    await expect.poll(() => added(yard, 'after'), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => ran, { timeout: 15_000 }).toEqual(['before', 'after']);
  });

  it('is frozen refuses jobs within two seconds and works again when it thaws', async () => {
    redis = await redisServer();
    await redis.start();
    await aYard();
    const ran: string[] = [];
    await yard.start(async (job) => void ran.push(job.rowId));
    redis.freeze();
    const waited = waitWatch();
    await expect(yard.add(aJob('1'))).rejects.toThrow('longer than 2000 ms');
    expect(waited()).toBeLessThan(2500);
    redis.thaw();
    await expect.poll(() => added(yard, '2'), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => ran, { timeout: 15_000 }).toContain('2');
  });

  it('drops every connection goes on taking jobs', async () => {
    redis = await redisServer();
    await redis.start();
    await aYard();
    const ran: string[] = [];
    await yard.start(async (job) => void ran.push(job.rowId));
    await yard.add(aJob('1'));
    await drained(yard);
    await redis.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await expect.poll(() => added(yard, '2'), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => ran, { timeout: 15_000 }).toEqual(['1', '2']);
  });

  it('is flushed forgets the jobs, and runs them when they are added again', async () => {
    redis = await redisServer();
    await redis.start();
    await aYard();
    await yard.add(aJob('1'));
    await redis.command('FLUSHALL');
    expect(await yard.busy()).toBe(0);
    const ran: string[] = [];
    await yard.start(async (job) => void ran.push(job.rowId));
    await yard.add(aJob('1'));
    await drained(yard);
    await redis.command('FLUSHALL');
    await yard.add(aJob('1'));
    await expect.poll(() => ran, { timeout: 15_000 }).toEqual(['1', '1']);
  });

  it('is full refuses jobs and takes them when there is room', async () => {
    redis = await redisServer();
    await redis.start();
    await aYard();
    const ran: string[] = [];
    await yard.start(async (job) => void ran.push(job.rowId));
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    await expect(yard.add(aJob('1'))).rejects.toThrow('OOM');
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    await yard.add(aJob('1'));
    await expect.poll(() => ran, { timeout: 15_000 }).toEqual(['1']);
  });

  it('is away says so once, and once that it is back', async () => {
    redis = await redisServer();
    await redis.start();
    const own = rememberingLog();
    yard = await openYard({ redisUrl: redis.url, databaseUrl: NO_DATABASE, log: own });
    await yard.start(async () => {});
    await redis.kill();
    for (let tries = 0; tries < 5; tries += 1) await added(yard, 'x');
    const faulted = () => new Set(own.lines.map((line) => line.message)).size;
    await expect.poll(faulted, { timeout: 10_000 }).toBe(2);
    await redis.start();
    const recovered = () => own.lines.filter((line) => line.level === 'info');
    await expect.poll(() => added(yard, 'x'), { timeout: 10_000 }).toBe(true);
    await expect.poll(recovered, { timeout: 20_000 }).toHaveLength(2);
    const said = own.lines.map(({ message, fields }) => `${message} ${fields['err'] ?? ''}`);
    expect(said).toContain('the job queue works again ');
    expect(said).toContain('the job worker works again ');
    expect(new Set(said).size).toBe(said.length);
  });
});

async function added(yard: Yard, rowId: string): Promise<boolean> {
  return yard.add(aJob(rowId)).then(
    () => true,
    () => false,
  );
}
