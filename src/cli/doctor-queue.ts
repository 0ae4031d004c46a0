/** The queue of jobs: Redis, where there is one, must keep what it is given. */
import type { Config } from '../config/config.ts';
import { lookAtRedis } from '../jobs/look-at-redis.ts';
import { bad, type Checkup, checked, good, type Patience } from './doctor-checkup.ts';

const NAME = 'job queue';

export async function jobQueue({ storage }: Config, { firstMs }: Patience): Promise<Checkup> {
  const { redisUrl } = storage;
  if (redisUrl === null) return good(NAME, 'in PostgreSQL');
  const remedy = 'Check REDIS_URL from this machine, or leave it out: then jobs are in PostgreSQL.';
  return checked({ name: NAME, remedy }, async () => {
    const { version, policy } = await lookAtRedis(redisUrl.reveal(), firstMs);
    if (policy === 'noeviction') return good(NAME, `Redis ${version}, noeviction`);
    return bad(
      NAME,
      `Redis ${version} drops jobs when it is full: its maxmemory-policy is ${policy || 'unknown'}`,
      'Set "maxmemory-policy noeviction" in redis.conf, or where the server is hosted.',
    );
  });
}
