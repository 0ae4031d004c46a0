/** The data folder of the embedded server: made whole or not at all, with a password of its own. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, lchown, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Log } from '../ports/log.ts';
import type { Programs } from './postgres-programs.ts';
import { behind, PROGRAM_ENV, type ServerAccount } from './server-account.ts';

const run = promisify(execFile);

export const SUPERUSER = 'tocsin';

/** Where things lie in DATA_DIR. */
export interface ClusterFolder {
  readonly pgdata: string;
  readonly passwordFile: string;
  readonly logFile: string;
}

export function clusterFolder(dataDir: string): ClusterFolder {
  return {
    pgdata: join(dataDir, 'postgres'),
    passwordFile: join(dataDir, 'postgres.password'),
    logFile: join(dataDir, 'postgres.log'),
  };
}

/** Makes the cluster when there is none yet; returns the superuser's password. Throws with what to do. */
export async function ensureCluster(
  folder: ClusterFolder,
  programs: Programs,
  account: ServerAccount,
  log: Log,
): Promise<string> {
  await takeOver(folder.pgdata, account);
  const version = await readFile(join(folder.pgdata, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version === null) {
    log.info(`creating a PostgreSQL ${programs.major} cluster in ${folder.pgdata}`);
    return create(folder, programs, account);
  }
  if (version.trim() !== programs.major) {
    throw new Error(
      `${folder.pgdata} was written by PostgreSQL ${version.trim()}, and the programs here are version ${programs.major}: dump it with the former and load it with the latter, or set DATABASE_URL`,
    );
  }
  return readPassword(folder);
}

async function create(
  folder: ClusterFolder,
  programs: Programs,
  account: ServerAccount,
): Promise<string> {
  await refuseForeign(folder.pgdata);
  const draft = `${folder.pgdata}.new`;
  const passwordDraft = `${draft}.password`;
  const password = randomBytes(24).toString('base64url');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeSecret(passwordDraft, password);
  await give(draft, account);
  await give(passwordDraft, account);
  await initdb(draft, passwordDraft, programs, account);
  await rm(passwordDraft);
  await writeSecret(folder.passwordFile, password);
  await rename(draft, folder.pgdata);
  return password;
}

async function initdb(
  pgdata: string,
  passwordFile: string,
  programs: Programs,
  account: ServerAccount,
): Promise<void> {
  const [command, args] = behind(account.prefix, programs.initdb, [
    `--pgdata=${pgdata}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ]);
  await run(command, args, { env: PROGRAM_ENV, cwd: '/' }).catch((error: { stderr?: string }) => {
    const why = error.stderr?.trim() || String(error);
    throw new Error(`PostgreSQL could not create its data folder ${pgdata}: ${why}`);
  });
}

/** An empty folder may be there (a volume's mount point); anything else is not ours to replace. */
async function refuseForeign(pgdata: string): Promise<void> {
  const entries = await readdir(pgdata).catch(() => []);
  if (entries.length === 0) return;
  throw new Error(
    `${pgdata} holds files but no PostgreSQL cluster (no PG_VERSION): move it away, or give another DATA_DIR`,
  );
}

async function readPassword(folder: ClusterFolder): Promise<string> {
  const text = await readFile(folder.passwordFile, 'utf8').catch((error: Error) => {
    throw new Error(
      `the password of the embedded PostgreSQL cannot be read (${error.message}): put ${folder.passwordFile} back from the backup that holds ${folder.pgdata}`,
    );
  });
  return text.trim();
}

/** A folder that root put there, from a backup say, changes hands; one of another user is left alone. */
async function takeOver(pgdata: string, account: ServerAccount): Promise<void> {
  const found = await stat(pgdata).catch(() => null);
  if (found === null) return;
  const { uid } = found;
  const self = process.getuid?.();
  if (account.owner === null && uid !== self) {
    throw new Error(
      `${pgdata} belongs to user ${uid}, and this process runs as user ${self}: run Tocsin as user ${uid} (or root), or give the folder to user ${self}`,
    );
  }
  if (account.owner === null || uid === account.owner.uid) return;
  await give(pgdata, account);
  const { owner } = account;
  for (const entry of await readdir(pgdata, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), owner.uid, owner.gid);
  }
}

async function give(path: string, account: ServerAccount): Promise<void> {
  if (account.owner !== null) await chown(path, account.owner.uid, account.owner.gid);
}

/** On disk before the cluster that needs it. */
async function writeSecret(path: string, text: string): Promise<void> {
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
