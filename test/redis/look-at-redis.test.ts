/** A Redis is looked at: whether it lets us in, and what it does when it is full. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Checkup } from '../../src/cli/doctor-checkup.ts';
import { jobQueue } from '../../src/cli/doctor-queue.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { lookAtRedis } from '../../src/jobs/look-at-redis.ts';
import { type RedisServer, redisServer } from '../given/redis-server.ts';
import { waitWatch } from '../given/stopwatch.ts';

let redis: RedisServer;

beforeAll(async () => {
  redis = await redisServer();
  await redis.start();
});

afterAll(() => redis.remove());

async function doctorSays(): Promise<Checkup> {
  const loaded = await loadConfig({ cwd: '/', env: { REDIS_URL: redis.url } });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return jobQueue(loaded.value, { firstMs: 3000, furtherMs: 3000 });
}

it('says its version and that it evicts nothing', async () => {
  expect(await lookAtRedis(redis.url, 3000)).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    policy: 'noeviction',
  });
  expect(await doctorSays()).toMatchObject({
    state: 'good',
    text: expect.stringMatching(/, noeviction$/),
  });
});

it('says so when it drops what it was given', async () => {
  await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
  expect((await lookAtRedis(redis.url, 3000)).policy).toBe('allkeys-lru');
  expect(await doctorSays()).toMatchObject({
    state: 'bad',
    text: expect.stringContaining('its maxmemory-policy is allkeys-lru'),
    remedy: expect.stringContaining('maxmemory-policy noeviction'),
  });
});

it('that hangs is told within the time', async () => {
  redis.freeze();
  const waited = waitWatch();
  await expect(lookAtRedis(redis.url, 400)).rejects.toThrow('took longer than 400 ms');
  expect(waited()).toBeLessThan(2000);
  redis.thaw();
});

it('that wants a password says so, and shows none', async () => {
  await redis.command('CONFIG', 'SET', 'requirepass', 'hush-hush');
  const { host } = new URL(redis.url);
  await expect(lookAtRedis(redis.url, 3000)).rejects.toThrow(`${host} cannot be used: NOAUTH`);
  const wrong = redis.url.replace('redis://', 'redis://:not-this-one@');
  const said = await lookAtRedis(wrong, 3000).catch((error: Error) => error.message);
  expect(said).toContain('WRONGPASS');
  expect(said).not.toContain('not-this-one');
  const right = redis.url.replace('redis://', 'redis://:hush-hush@');
  expect((await lookAtRedis(right, 3000)).policy).toBe('allkeys-lru');
});
