/** The embedded server: a real PostgreSQL in DATA_DIR for whoever gave no DATABASE_URL. */
import { mkdir, realpath } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../ports/log.ts';
import { type ClusterFolder, clusterFolder, ensureCluster, SUPERUSER } from './embedded-cluster.ts';
import { lockFolder } from './folder-lock.ts';
import { findPlatformPackage } from './platform-package.ts';
import { copyPlaces, type Programs, programsFor } from './postgres-programs.ts';
import {
  findPostmaster,
  forgetPostmaster,
  type Postmaster,
  type Spawned,
  signal,
  spawnPostmaster,
  stopPostmaster,
} from './postmaster.ts';
import { accountFor, type ServerAccount } from './server-account.ts';

export interface EmbeddedServer {
  /** `postgres://…@127.0.0.1:port/tocsin`, with the password in it. */
  readonly url: string;
  /** True when the server of a Tocsin that was killed still ran and was kept. */
  readonly adopted: boolean;
  /** Fast shutdown; returns when the server is gone and the folder is free. */
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: Log;
}

const DATABASE = 'tocsin';
const ADOPTION_MS = 5_000;
/** Crash recovery of a full write-ahead log takes minutes on a slow disk. */
const START_MS = 600_000;
const START_TRIES = 4;

/**
 * Starts PostgreSQL in `dataDir`, or adopts the one that survived a killed Tocsin. Throws FolderInUse at once when
 * another process works there, and an Error that says what to do when the server cannot run.
 */
export async function openEmbeddedServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const lock = await lockFolder(dataDir);
  try {
    const server = await open(dataDir, options.log);
    const { pid } = server.postmaster;
    // Whatever ends this process in an orderly way takes the server along; only kill -9 leaves it behind.
    const farewell = () => signal(pid, 'SIGINT');
    process.once('exit', farewell);
    return {
      url: server.url,
      adopted: server.adopted,
      async close() {
        await stopPostmaster(pid);
        process.off('exit', farewell);
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Opened {
  readonly postmaster: Postmaster;
  readonly url: string;
  readonly adopted: boolean;
}

async function open(dataDir: string, log: Log): Promise<Opened> {
  const folder = clusterFolder(dataDir);
  const account = await accountFor(folder.pgdata);
  const found = await findPlatformPackage();
  const programs = await programsFor(found, account, copyPlaces(account, dataDir), log);
  const password = await ensureCluster(folder, programs, account, log);
  const adopted = await adopt(folder, password, log);
  const postmaster = adopted ?? (await start(folder, programs, account, password, log));
  await ensureDatabase(urlOf(postmaster, password, 'postgres'));
  return {
    postmaster,
    url: urlOf(postmaster, password, DATABASE),
    adopted: adopted !== null,
  };
}

/** The server of a killed Tocsin, when it answers; otherwise it is stopped. */
async function adopt(
  folder: ClusterFolder,
  password: string,
  log: Log,
): Promise<Postmaster | null> {
  const left = await findPostmaster(folder.pgdata);
  if (left === null) {
    await forgetPostmaster(folder.pgdata);
    return null;
  }
  // It may be on its way out, told to stop by the last act of the process before us.
  const isGone = async () => (await findPostmaster(folder.pgdata)) === null;
  if (await answers(urlOf(left, password, 'postgres'), ADOPTION_MS, isGone)) {
    log.info(`adopted the PostgreSQL that still runs in ${folder.pgdata} (process ${left.pid})`);
    return left;
  }
  if (!(await isGone())) {
    log.warn(`PostgreSQL in ${folder.pgdata} (process ${left.pid}) does not answer: stopping it`);
    await stopPostmaster(left.pid);
  }
  await forgetPostmaster(folder.pgdata);
  return null;
}

/** Tried again when the port was taken meanwhile, or when backends of a killed server still wind down. */
async function start(
  folder: ClusterFolder,
  programs: Programs,
  account: ServerAccount,
  password: string,
  log: Log,
): Promise<Postmaster> {
  let said = '';
  for (let tries = 0; tries < START_TRIES; tries++) {
    if (tries > 0) await delay(500 * tries);
    const spawned = await spawnPostmaster(folder, programs, account);
    const url = urlOf(spawned, password, 'postgres');
    if (await answers(url, START_MS, async () => ended(spawned))) return spawned;
    said = await spawned.said();
    if (!ended(spawned)) await stopPostmaster(spawned.pid);
    log.warn(`PostgreSQL did not start: ${said}`);
  }
  throw new Error(`PostgreSQL does not start in ${folder.pgdata}: ${said}`);
}

function ended({ child }: Spawned): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Whether a connection succeeds before the time is up or `hasEnded` says that there is no point. */
async function answers(
  url: string,
  timeoutMs: number,
  hasEnded: () => Promise<boolean>,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline && !(await hasEnded())) {
    if (await connects(url)) return true;
    await delay(25);
  }
  return false;
}

async function connects(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function urlOf({ port }: Postmaster, password: string, database: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}
