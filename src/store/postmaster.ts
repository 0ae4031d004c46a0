/** The postmaster, PostgreSQL's first process: found by its pid file, started, awaited and stopped. */
import { spawn } from 'node:child_process';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { ClusterFolder } from './embedded-cluster.ts';
import type { Programs } from './postgres-programs.ts';
import { commandOf, goneWithin } from './running-process.ts';
import { behind, PROGRAM_ENV, type ServerAccount } from './server-account.ts';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

const HOST = '127.0.0.1';

/** The living postmaster of a data folder; null when there is none, however its pid file looks. */
export async function findPostmaster(pgdata: string): Promise<Postmaster | null> {
  const text = await readFile(join(pgdata, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  // Its pid may have gone to another program since: only a postgres on this folder counts.
  const command = await commandOf(pid);
  if (!command.includes(`postgres -D ${pgdata} `)) return null;
  return { pid, port: Number.isSafeInteger(port) ? port : 0 };
}

/** Removes what a dead postmaster left; the caller holds the folder's lock and found no living one. */
export async function forgetPostmaster(pgdata: string): Promise<void> {
  await rm(join(pgdata, 'postmaster.pid'), { force: true });
}

export interface Spawned extends Postmaster {
  hasEnded(): boolean;
  /** What PostgreSQL said since it was started. */
  said(): Promise<string>;
}

/** Starts the server on a loopback port; it outlives us when we are killed. */
export async function spawnPostmaster(
  folder: ClusterFolder,
  programs: Programs,
  account: ServerAccount,
  port: number,
): Promise<Spawned> {
  const [command, args] = behind(account.prefix, programs.postgres, settings(folder.pgdata, port));
  // What the server before this one said may be why it is gone.
  await rename(folder.logFile, `${folder.logFile}.1`).catch(() => undefined);
  const log = await open(folder.logFile, 'w', 0o600);
  const child = spawn(command, args, {
    cwd: '/',
    env: PROGRAM_ENV,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  await log.close();
  child.unref();
  return {
    port,
    pid: child.pid ?? 0,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    said: () => tail(folder.logFile),
  };
}

type Stage = readonly ['SIGINT' | 'SIGQUIT' | 'SIGKILL', number];

/** Fast shutdown first; what follows is like a power cut, which PostgreSQL survives. */
const PATIENTLY: readonly Stage[] = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];
/** For a server that does not even answer. */
const AT_ONCE: readonly Stage[] = [
  ['SIGQUIT', 1_000],
  ['SIGKILL', 5_000],
];

/** Returns when the server is gone; what was committed is safe either way. */
export async function stopPostmaster(pid: number, isDeaf = false): Promise<void> {
  for (const [name, patienceMs] of isDeaf ? AT_ONCE : PATIENTLY) {
    signal(pid, name);
    if (await goneWithin(pid, patienceMs)) return;
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop`);
}

/** Tells the server to stop (`SIGINT`: a fast shutdown) without waiting. */
export function signal(pid: number, name: Stage[0]): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone, which is what was wanted.
  }
}

function settings(pgdata: string, port: number): string[] {
  const pairs = {
    listen_addresses: HOST,
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // Failed statements are answers that the program deals with; the file holds what happens to the server.
    log_min_messages: 'log',
    jit: 'off',
  };
  return ['-D', pgdata, ...Object.entries(pairs).flatMap(([k, v]) => ['-c', `${k}=${v}`])];
}

/** A loopback port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, HOST, resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function tail(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-8).join('\n');
}
