/** Jobs kept in Redis: one Redis database per installation, because the queue's name is the same in all of them. */
import { type ConnectionOptions, createRedisBackend, type RedisQueueBackend } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import type { Backend } from './backend.ts';
import type { FaultsByPart } from './faults.ts';

const CONNECT_MS = 2000;
/** A connection that owes an answer for this long is dead; workers block for at most 10 s. */
const SILENCE_MS = 12_000;

const SHARED = {
  connectTimeout: CONNECT_MS,
  socketTimeout: SILENCE_MS,
  keepAlive: 10_000,
  retryStrategy: (tries: number) => Math.min(tries * 100, 1000),
  // After a failover the old primary still answers, but refuses to write.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
} satisfies RedisOptions;

/** Never throws because Redis is away: connections are made, and made again, behind the scenes. */
export function openRedisBackend(
  redisUrl: string,
  faults: FaultsByPart,
): Backend<RedisQueueBackend, ConnectionOptions> {
  const forQueue = new Redis(redisUrl, {
    ...SHARED,
    // Whoever adds a job wants to know now, not when Redis is back.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  const forWorker = new Redis(redisUrl, { ...SHARED, maxRetriesPerRequest: null });
  forQueue.on('error', faults.queue.report);
  forWorker.on('error', faults.worker.report);
  return {
    name: 'redis',
    factory: createRedisBackend,
    forQueue,
    forWorker,
    reachable: () => forQueue.status === 'ready',
    close: async () => {
      forQueue.disconnect();
      forWorker.disconnect();
    },
  };
}
