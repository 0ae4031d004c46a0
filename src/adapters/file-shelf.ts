/** The file shelf puts artifacts into the output folder, whole or not at all, and never outside it. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { PortError } from '../ports/port-error.ts';
import type { Shelf } from '../ports/shelf.ts';

/** `folder` is made when it is missing. Names that would leave it are RangeErrors; a full or locked disk is a PortError. */
export function createFileShelf(folder: string): Shelf {
  const root = resolve(folder);
  return {
    put: async (name, text) => {
      const segments = safeSegments(name);
      return await onDisk(name, async () => {
        const home = await homeOf(root, segments, true);
        return await replace(join(home, segments.at(-1) ?? ''), text);
      });
    },
    read: async (name) => {
      const segments = safeSegments(name);
      return await onDisk(name, () => readWithin(root, segments));
    },
  };
}

function safeSegments(name: string): readonly string[] {
  const segments = name.split('/');
  const unsafe = segments.some((part) => part === '' || part === '.' || part === '..');
  if (unsafe || name.includes('\\') || name.includes('\0')) {
    throw new RangeError(`"${name.replace(/\p{C}/gu, '?')}" is no name inside the output folder`);
  }
  return segments;
}

/** The real folder of a name; folders are made and checked one by one, because any of them may be a symlink that leads out. */
async function homeOf(root: string, segments: readonly string[], make: boolean): Promise<string> {
  if (make) await mkdir(root, { recursive: true });
  const realRoot = await realpath(root);
  let home = realRoot;
  for (const part of segments.slice(0, -1)) {
    const next = join(home, part);
    if (make) await mkdirUnlessThere(next);
    home = await inside(realRoot, next);
  }
  return home;
}

async function mkdirUnlessThere(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

async function inside(realRoot: string, path: string): Promise<string> {
  const real = await realpath(path);
  if (real !== realRoot && !real.startsWith(realRoot + sep)) {
    throw new RangeError(`${path} is a link that leads out of the output folder`);
  }
  return real;
}

/** A reader sees the old text or the new one, also after a crash. */
async function replace(path: string, text: string): Promise<string> {
  const draft = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return path;
}

async function readWithin(root: string, segments: readonly string[]): Promise<string | null> {
  try {
    const realRoot = await realpath(root);
    const home = await homeOf(root, segments, false);
    return await readFile(await inside(realRoot, join(home, segments.at(-1) ?? '')), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}

async function onDisk<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new PortError('unavailable', `Output folder: ${name} cannot be kept or read (${code})`);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
