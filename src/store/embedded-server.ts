/** The embedded server: a real PostgreSQL in DATA_DIR for whoever gave no DATABASE_URL. */
import { mkdir, realpath } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../ports/log.ts';
import { type ClusterFolder, clusterFolder, ensureCluster } from './embedded-cluster.ts';
import { answers, databaseUrl, ensureDatabase } from './embedded-connection.ts';
import { lockFolder } from './folder-lock.ts';
import { keepRunning } from './keep-running.ts';
import { findPlatformPackage } from './platform-package.ts';
import { copyPlaces, type Programs, programsFor } from './postgres-programs.ts';
import {
  findPostmaster,
  forgetPostmaster,
  freePort,
  type Postmaster,
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

/** All that it takes to start the server, found out once. */
interface Ready {
  readonly folder: ClusterFolder;
  readonly account: ServerAccount;
  readonly programs: Programs;
  readonly password: string;
  readonly log: Log;
}

const ADOPTION_MS = 3_000;
/** Crash recovery of a full write-ahead log takes minutes on a slow disk. */
const START_MS = 600_000;
const START_TRIES = 4;

/**
 * Starts PostgreSQL in `dataDir`, or adopts the one that survived a killed Tocsin. Throws FolderInUse at once when
 * another process works there, and an Error that says what to do when the server cannot run.
 */
export async function openEmbeddedServer({
  dataDir,
  log,
}: EmbeddedOptions): Promise<EmbeddedServer> {
  await mkdir(dataDir, { recursive: true });
  const root = await realpath(dataDir);
  const lock = await lockFolder(root);
  try {
    const ready = await prepare(root, log);
    const adopted = await adopt(ready);
    const postmaster = adopted ?? (await start(ready, freePort));
    await ensureDatabase(postmaster.port, ready.password);
    const kept = keepRunning(postmaster, (port) => start(ready, async () => port), log);
    return {
      url: databaseUrl(postmaster.port, ready.password),
      adopted: adopted !== null,
      async close() {
        await kept.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function prepare(root: string, log: Log): Promise<Ready> {
  const folder = clusterFolder(root);
  const account = await accountFor(folder.pgdata);
  const found = await findPlatformPackage();
  const programs = await programsFor(found, account, copyPlaces(account, root), log);
  const password = await ensureCluster(folder, programs, account, log);
  return { folder, account, programs, password, log };
}

/** The server of a killed Tocsin, when it answers; otherwise it is stopped. */
async function adopt({ folder, password, log }: Ready): Promise<Postmaster | null> {
  const { pgdata } = folder;
  const left = await findPostmaster(pgdata);
  // It may be on its way out, told to stop by the last act of the process before us.
  const isGone = async () => (await findPostmaster(pgdata)) === null;
  if (left !== null && (await answers(left.port, password, ADOPTION_MS, isGone))) {
    log.info(`adopted the PostgreSQL that still runs in ${pgdata} (process ${left.pid})`);
    return left;
  }
  if (left !== null && !(await isGone())) {
    log.warn(`PostgreSQL in ${pgdata} (process ${left.pid}) does not answer: stopping it`);
    await stopPostmaster(left.pid, true);
  }
  await forgetPostmaster(pgdata);
  return null;
}

/** Tried again when the port was taken meanwhile, or while backends of a killed server wind down. */
async function start(ready: Ready, choosePort: () => Promise<number>): Promise<Postmaster> {
  const { folder, programs, account, password, log } = ready;
  let said = '';
  for (let tries = 0; tries < START_TRIES; tries++) {
    await delay(500 * tries);
    await forgetPostmaster(folder.pgdata);
    const port = await choosePort();
    const spawned = await spawnPostmaster(folder, programs, account, port);
    let isUp = false;
    try {
      isUp = await answers(port, password, START_MS, async () => spawned.hasEnded());
    } finally {
      if (!isUp && !spawned.hasEnded()) await stopPostmaster(spawned.pid);
    }
    if (isUp) return spawned;
    said = await spawned.said();
    log.warn('PostgreSQL did not start', { said });
  }
  throw new Error(`PostgreSQL does not start in ${folder.pgdata}: ${said}`);
}
