/** A data folder has one owner; a dead owner's lock is taken over, a living one's never. */
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUse, lockFolder } from '../../../src/store/folder-lock.ts';
import { pidSpace, startOf } from '../../../src/store/running-process.ts';
import { waitWatch } from '../../given/stopwatch.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-lock-'));
  path = join(folder, 'tocsin.lock');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** No process has this number: it is above what Linux gives out. */
const NO_PID = 2 ** 22 + 1;

async function lockedBy(holder: { pid: number; start?: string; space?: string }): Promise<void> {
  const { pid, start = 'then', space = await pidSpace() } = holder;
  await writeFile(path, JSON.stringify({ pid, start, space }));
}

async function isTaken(): Promise<boolean> {
  const { pid, start } = JSON.parse(await readFile(path, 'utf8'));
  return pid === process.pid && start === (await startOf(process.pid));
}

describe('a folder', () => {
  it('nobody works in is taken, and is free again after the release', async () => {
    const lock = await lockFolder(folder);
    expect(await isTaken()).toBe(true);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('somebody works in is refused with the number of that process', async () => {
    const parent = process.ppid;
    await lockedBy({ pid: parent, start: (await startOf(parent)) ?? '' });
    const refused = lockFolder(folder);
    await expect(refused).rejects.toBeInstanceOf(FolderInUse);
    await expect(refused).rejects.toThrow(`${folder} is in use by process ${parent}: stop that`);
  });

  it('is refused to the same process a second time', async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${process.pid}`);
    await lock.release();
  });

  it.each([
    ['whose owner is dead', { pid: NO_PID }],
    ["whose owner's number went to another process", { pid: process.pid, start: 'long ago' }],
  ])('%s is taken over', async (_, holder) => {
    await lockedBy(holder);
    const lock = await lockFolder(folder);
    expect(await isTaken()).toBe(true);
    await lock.release();
  });

  it.each(['', '{', 'null', '{"pid":"x"}', '{"pid":1.5,"start":"a","space":"b"}'])(
    'with a lock that says %j is taken over',
    async (text) => {
      await writeFile(path, text);
      const lock = await lockFolder(folder);
      expect(await isTaken()).toBe(true);
      await lock.release();
    },
  );

  it('whose owner died goes to one of many that come at once', async () => {
    await lockedBy({ pid: NO_PID });
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => lockFolder(folder)));
    const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(FolderInUse);
    }
    expect(await readdir(folder)).toEqual(['tocsin.lock']);
    await won[0]?.value.release();
  });
});

describe('a lock', () => {
  it('that went to somebody else meanwhile is left alone by the release', async () => {
    const lock = await lockFolder(folder);
    await lockedBy({ pid: 1, start: 'theirs' });
    await lock.release();
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: 1, start: 'theirs' });
  });
});

describe('a lock of another container, where process numbers mean nothing to us', () => {
  const elsewhere = { pid: 7, space: 'web-1/pid:[4026530000]' };

  it('that is renewed is refused, and names the host', async () => {
    await lockedBy(elsewhere);
    const renewing = setInterval(() => {
      const now = new Date();
      utimes(path, now, now).catch(() => undefined);
    }, 20);
    const refused = lockFolder(folder);
    await expect(refused).rejects.toThrow(`in use by process 7 of web-1`);
    clearInterval(renewing);
  });

  it('that falls silent is taken over', async () => {
    await lockedBy(elsewhere);
    const lock = await lockFolder(folder, 300);
    expect(await isTaken()).toBe(true);
    await lock.release();
  });

  it('that has been silent for long is taken over without waiting', async () => {
    await lockedBy(elsewhere);
    const yesterday = new Date(Date.now() - 86_400_000);
    await utimes(path, yesterday, yesterday);
    const waited = waitWatch();
    const lock = await lockFolder(folder);
    expect(waited()).toBeLessThan(1000);
    await lock.release();
  });
});
