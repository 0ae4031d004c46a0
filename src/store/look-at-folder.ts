/** Looks at the folder of the embedded server without starting it: whether it could be started, and who works there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterFolder } from './embedded-cluster.ts';
import { type FolderHolder, holderOf } from './folder-lock.ts';
import { findPlatformPackage } from './platform-package.ts';
import { accountFor } from './server-account.ts';

export interface SeenFolder {
  /** null when nobody works there. */
  readonly holder: FolderHolder | null;
  /** Of the data that is there; null when there is none yet. */
  readonly version: string | null;
}

/** Throws with what to do where the embedded server cannot run. */
export async function lookAtFolder(dataDir: string): Promise<SeenFolder> {
  const { pgdata } = clusterFolder(dataDir);
  const programs = await findPlatformPackage();
  await accountFor(pgdata);
  const text = await readFile(join(pgdata, 'PG_VERSION'), 'utf8').catch(() => null);
  const version = text?.trim() ?? null;
  const [major] = programs.version.split('.');
  if (version !== null && version !== major) {
    throw new Error(
      `${pgdata} was written by PostgreSQL ${version}, and the programs here are version ${major}`,
    );
  }
  return { holder: await holderOf(dataDir), version };
}
