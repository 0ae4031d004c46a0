/** The machine: its Node.js, and whether the folders can be written. */
import { randomUUID } from 'node:crypto';
import { access, constants, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bad, type Checkup, checked, good } from './doctor-checkup.ts';

const OLDEST = [20, 19] as const;

/** `version` as `20.19.0`. */
export function nodeVersion(version: string): Checkup {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOldEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  return isOldEnough
    ? good('Node.js', version)
    : bad('Node.js', `${version} is too old`, `Install Node.js ${OLDEST.join('.')} or later.`);
}

export function outputFolder(folder: string): Promise<Checkup> {
  return writableFolder('output folder', folder, 'OUTPUT_FOLDER');
}

export function dataFolder(folder: string): Promise<Checkup> {
  return writableFolder('data folder', folder, 'DATA_DIR');
}

/** A folder that is not there yet is not made; the one above it must allow that. */
function writableFolder(name: string, folder: string, variable: string): Promise<Checkup> {
  const remedy = `Let this user write there, make room, or set ${variable} to another folder.`;
  return checked({ name, remedy }, async () => {
    const found = await nearest(folder);
    if (found !== folder) {
      await access(found, constants.W_OK | constants.X_OK);
      return good(name, `${folder} is not there yet and can be made`);
    }
    // Only writing shows that a disk is full or a quota used up.
    const probe = join(folder, `.tocsin-doctor-${randomUUID()}`);
    try {
      await writeFile(probe, 'written to see whether it can be\n');
    } finally {
      await rm(probe, { force: true });
    }
    return good(name, folder);
  });
}

/** The folder itself, or the first one above it that is there. */
async function nearest(folder: string): Promise<string> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return nearest(dirname(folder));
  if (!found.isDirectory()) throw new Error(`${folder} is no folder`);
  return folder;
}
