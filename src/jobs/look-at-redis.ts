/** Looks at a Redis without changing anything: whether it lets us in, and what it does when it is full. */
import { Redis } from 'ioredis';
import { faultText } from './faults.ts';
import { within } from './within.ts';

export interface SeenRedis {
  /** `7.2.4` */
  readonly version: string;
  /** `noeviction`, `allkeys-lru` …; empty when it does not say. */
  readonly policy: string;
}

/** Throws an Error that names the place, not the password, when there is no answer within `timeoutMs`. */
export async function lookAtRedis(url: string, timeoutMs: number): Promise<SeenRedis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // The first fault is the cause; what is thrown later only says that the connection is closed.
  const faults: unknown[] = [];
  redis.on('error', (error: unknown) => faults.push(error));
  try {
    return await within(timeoutMs, 'the answer', ask(redis));
  } catch (error) {
    const { host } = new URL(url);
    throw new Error(`${host} cannot be used: ${faultText(faults[0] ?? error)}`);
  } finally {
    redis.disconnect();
  }
}

async function ask(redis: Redis): Promise<SeenRedis> {
  await redis.connect();
  // Not CONFIG GET, which many hosted servers refuse.
  const told = await redis.info();
  return { version: fieldOf(told, 'redis_version'), policy: fieldOf(told, 'maxmemory_policy') };
}

function fieldOf(info: string, name: string): string {
  const line = info.split('\r\n').find((one) => one.startsWith(`${name}:`));
  return line?.slice(name.length + 1) ?? '';
}
