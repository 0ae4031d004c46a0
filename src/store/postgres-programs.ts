/** PostgreSQL's programs, in a place where the server's account can run them. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Log } from '../ports/log.ts';
import type { PlatformPackage } from './platform-package.ts';
import { behind, PROGRAM_ENV, type ServerAccount } from './server-account.ts';

const run = promisify(execFile);

export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  /** The major version, `18`. */
  readonly major: string;
}

/**
 * The package's own folder when the account can run what is in it, else a copy in one of `places` (made once per
 * version). Throws with the last obstacle when none works.
 */
export async function programsFor(
  found: PlatformPackage,
  account: ServerAccount,
  places: readonly string[],
  log: Log,
): Promise<Programs> {
  const problems: string[] = [];
  const name = `postgres-${found.version}-${process.arch}`;
  for (const prepare of [
    () => hydrated(found.native),
    ...places.map((place) => () => copied(found.native, join(place, name), log)),
  ]) {
    try {
      return await runnable(await prepare(), account);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `PostgreSQL's programs cannot be run here: ${problems.join('; ')}. Set DATABASE_URL to a PostgreSQL server`,
  );
}

/** Where a copy may go: root's copy must be reachable for the server's account. */
export function copyPlaces(account: ServerAccount, dataDir: string): string[] {
  return account.owner === null
    ? [dataDir]
    : ['/var/lib/tocsin', join(tmpdir(), 'tocsin'), dataDir];
}

async function runnable(native: string, account: ServerAccount): Promise<Programs> {
  const postgres = join(native, 'bin', 'postgres');
  // initdb asks access(2) whether it may run postgres, and that knows no capabilities.
  const [command, args] = behind(account.unaided, postgres, ['--version']);
  const { stdout } = await run(command, args, { env: PROGRAM_ENV });
  const major = /\d+/.exec(stdout)?.[0] ?? '';
  return { initdb: join(native, 'bin', 'initdb'), postgres, major };
}

/** Makes the links that the package's install script would have made; it is often not allowed to run. */
async function hydrated(native: string): Promise<string> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(dirname(native), target);
    if (await exists(path)) continue;
    await symlink(basename(source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  return native;
}

/** Copies under another name and renames, so that a copy that is there is whole. */
async function copied(native: string, target: string, log: Log): Promise<string> {
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  await trusted(dirname(target));
  if (!(await exists(target))) {
    const draft = `${target}.${randomUUID()}`;
    log.info(`copying PostgreSQL's programs to ${target}`);
    // The links are listed with the folder's name in front, hence the same name inside.
    await cp(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    await hydrated(join(draft, 'native'));
    await openToAll(draft);
    await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }));
  }
  await trusted(target);
  return join(target, 'native');
}

/** Programs are run only from a folder that nobody else could have filled. */
async function trusted(folder: string): Promise<void> {
  const about = await lstat(folder);
  const isOurs = about.uid === 0 || about.uid === process.getuid?.();
  if (!about.isDirectory() || !isOurs || (about.mode & 0o022) !== 0) {
    throw new Error(`${folder} can be written by others, so no programs are run from it`);
  }
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const isProgram = entry.isDirectory() || basename(entry.parentPath) === 'bin';
    await chmod(path, isProgram ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
