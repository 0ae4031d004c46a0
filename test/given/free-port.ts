/** A free port on loopback that stays free until somebody asks for it by its number. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the range from which the system itself hands out ports, so that no connection gets it by chance meanwhile. */
const FROM = 12_000;
const TO = 32_000;
/** Workers that run at the same time have shares of their own, so that none is given what another has yet to bind. */
const SHARES = 16;
const SHARE = (TO - FROM) / SHARES;

const given = new Set<number>();

/** Never the same one twice in one process. */
export async function freePort(): Promise<number> {
  const first = FROM + (Number(process.env['VITEST_POOL_ID'] ?? 0) % SHARES) * SHARE;
  for (;;) {
    const port = first + randomInt(SHARE);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
