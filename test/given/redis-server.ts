/** A real redis-server on a free port, in a folder of its own, that can be killed, frozen and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';

export interface RedisServer {
  readonly url: string;
  start(): Promise<void>;
  /** SIGKILL; what it held is gone. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** One command over a connection of its own. */
  command(name: string, ...words: string[]): Promise<unknown>;
  remove(): Promise<void>;
}

/** Not yet started. Throws ENOENT at `start` where redis-server is not installed. */
export async function redisServer(): Promise<RedisServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-redis-'));
  const url = `redis://127.0.0.1:${port}/0`;
  let running: ChildProcess | null = null;

  async function kill(): Promise<void> {
    const dying = running;
    running = null;
    if (dying === null) return;
    const gone = once(dying, 'exit');
    dying.kill('SIGKILL');
    await gone;
  }

  return {
    url,
    async start() {
      running = await spawnRedis(port, folder);
    },
    kill,
    freeze: () => running?.kill('SIGSTOP'),
    thaw: () => running?.kill('SIGCONT'),
    async command(name, ...words) {
      const redis = new Redis(url);
      try {
        return await redis.call(name, ...words);
      } finally {
        redis.disconnect();
      }
    },
    async remove() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function spawnRedis(port: number, folder: string): Promise<ChildProcess> {
  const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const server = spawn('redis-server', [...options, '--maxmemory-policy', 'noeviction'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    server.stdout.on('data', (text: Buffer) => {
      if (text.includes('Ready to accept connections')) resolve();
    });
  });
  return server;
}
