/** The lock of a data folder: one process at a time, and a dead holder's lock is taken over. */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pidSpace, startOf } from './running-process.ts';

/** Somebody else works in the folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly pid: number;

  constructor(folder: string, pid: number, where: string) {
    super(
      `${folder} is in use by process ${pid}${where}: stop that process, or give this one another DATA_DIR`,
    );
    this.pid = pid;
  }
}

export interface FolderLock {
  /** Removes the lock if it is still ours. */
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly start: string;
  readonly space: string;
}

const HEARTBEAT_MS = 2_000;
/** A holder whose pid cannot be checked (another container, another machine) is dead after this silence. */
const SILENCE_MS = 10_000;
const LONG_DEAD_MS = 60_000;
/** Whoever takes this long over a few file operations is dead. */
const ABANDONED_TURN_MS = 5_000;
const TURN_MS = 20;
const TRIES = 300;

/**
 * Takes the lock, or throws FolderInUse naming the process that has it. A lock from another container is taken over
 * when it was silent for `silenceMs`.
 */
export async function lockFolder(folder: string, silenceMs = SILENCE_MS): Promise<FolderLock> {
  const path = join(folder, 'tocsin.lock');
  const mine = JSON.stringify(await myself());
  for (let tries = 0; tries < TRIES; tries++) {
    if (await create(path, mine)) return held(path, mine);
    await removeStale(folder, path, silenceMs);
  }
  throw new Error(`${path} changes faster than it can be read: is the folder shared by many?`);
}

/** Who works in a folder. */
export interface FolderHolder {
  readonly pid: number;
  /** The name of the other machine or container in which that number counts; null: this one. */
  readonly elsewhere: string | null;
}

/** Looks without taking the lock. One from another container counts while it is fresh. null: nobody works there. */
export async function holderOf(folder: string): Promise<FolderHolder | null> {
  const path = join(folder, 'tocsin.lock');
  const holder = readHolder(await readFile(path, 'utf8').catch(() => ''));
  if (holder === null) return null;
  const { pid, start, space } = holder;
  if (space === (await pidSpace())) {
    return (await startOf(pid)) === start ? { pid, elsewhere: null } : null;
  }
  const isFresh = Date.now() - (await mtimeOf(path)) < SILENCE_MS;
  return isFresh ? { pid, elsewhere: machineOf(space) } : null;
}

function machineOf(space: string): string {
  return space.split('/')[0] ?? '';
}

/** A hard link appears with its whole text or not at all, and never replaces another. */
async function create(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, text);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function removeStale(folder: string, path: string, silenceMs: number): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return;
  const holder = readHolder(text);
  if (holder !== null) await refuseLiving(folder, path, holder, silenceMs);
  await inTurn(`${path}.turn`, async () => {
    // Somebody whose turn came earlier may have put a living lock here.
    if ((await readFile(path, 'utf8').catch(() => null)) === text) await rm(path, { force: true });
  });
}

/** One at a time removes a dead lock: two that both saw it dead would else remove each other's fresh one. */
async function inTurn(turn: string, work: () => Promise<void>): Promise<void> {
  try {
    await mkdir(turn);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
    if (Date.now() - (await mtimeOf(turn)) > ABANDONED_TURN_MS)
      await rmdir(turn).catch(() => undefined);
    return delay(TURN_MS);
  }
  try {
    await work();
  } finally {
    await rmdir(turn).catch(() => undefined);
  }
}

async function refuseLiving(
  folder: string,
  path: string,
  holder: Holder,
  silenceMs: number,
): Promise<void> {
  if (holder.space !== (await pidSpace())) {
    const where = ` of ${machineOf(holder.space)}`;
    if (await beats(path, silenceMs)) throw new FolderInUse(folder, holder.pid, where);
    return;
  }
  if ((await startOf(holder.pid)) === holder.start) throw new FolderInUse(folder, holder.pid, '');
}

async function beats(path: string, silenceMs: number): Promise<boolean> {
  const first = await mtimeOf(path);
  if (Date.now() - first > LONG_DEAD_MS) return false;
  const deadline = performance.now() + silenceMs;
  while (performance.now() < deadline) {
    await delay(100);
    if ((await mtimeOf(path)) !== first) return true;
  }
  return false;
}

function held(path: string, mine: string): FolderLock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A missed beat is made up by the next one.
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      const text = await readFile(path, 'utf8').catch(() => null);
      if (text === mine) await rm(path, { force: true });
    },
  };
}

async function myself(): Promise<Holder> {
  const start = (await startOf(process.pid)) ?? '';
  return { pid: process.pid, start, space: await pidSpace() };
}

function readHolder(text: string): Holder | null {
  try {
    const { pid, start, space } = JSON.parse(text) as Partial<Holder>;
    if (!Number.isSafeInteger(pid) || start === undefined || space === undefined) return null;
    return { pid: pid as number, start, space };
  } catch {
    return null;
  }
}

async function mtimeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? 0;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
