/** The file shelf on a real disk. */
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileShelf } from '../../../src/adapters/file-shelf.ts';
import { portErrorOf } from './port-error-of.ts';

let home: string;
let folder: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tocsin-shelf-'));
  folder = join(home, 'output');
});

afterEach(() => rm(home, { recursive: true, force: true }));

describe('the shelf', () => {
  it('makes its folders, keeps a text, and gives it back', async () => {
    const shelf = createFileShelf(folder);
    const path = await shelf.put('INC-2026-11-22-001/report.md', '# Báo cáo\n');
    expect(path).toBe(join(folder, 'INC-2026-11-22-001', 'report.md'));
    expect(await readFile(path, 'utf8')).toBe('# Báo cáo\n');
    expect(await shelf.read('INC-2026-11-22-001/report.md')).toBe('# Báo cáo\n');
  });

  it('replaces a text as a whole and leaves no draft behind', async () => {
    const shelf = createFileShelf(folder);
    await Promise.all(
      ['one', 'two', 'three'].map((text) => shelf.put('a/x.md', text.repeat(9999))),
    );
    const kept = await shelf.read('a/x.md');
    expect(['one', 'two', 'three'].map((text) => text.repeat(9999))).toContain(kept);
    expect(await readdir(join(folder, 'a'))).toEqual(['x.md']);
  });

  it('has null for what is not there', async () => {
    const shelf = createFileShelf(folder);
    expect(await shelf.read('never/was.md')).toBeNull();
    await shelf.put('here.md', 'x');
    expect(await shelf.read('here.md/below.md')).toBeNull();
  });

  it.each(['../out.md', '/etc/passwd', 'a/../../b', 'a//b', './a', 'a\\b', 'a\0b', '', '..', 'a/'])(
    'refuses the name %j',
    async (name) => {
      const shelf = createFileShelf(folder);
      await expect(shelf.put(name, 'x')).rejects.toThrow(RangeError);
      await expect(shelf.read(name)).rejects.toThrow(RangeError);
      expect(await readdir(home)).toEqual([]);
    },
  );

  it('does not follow a link that leads out', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'tocsin-outside-'));
    await writeFile(join(outside, 'secret.md'), 'secret');
    const shelf = createFileShelf(folder);
    await shelf.put('ok.md', 'x');
    await symlink(outside, join(folder, 'way'));
    await symlink(join(outside, 'secret.md'), join(folder, 'file.md'));
    await expect(shelf.put('way/new.md', 'x')).rejects.toThrow(/leads out/);
    await expect(shelf.put('way/deep/new.md', 'x')).rejects.toThrow(/leads out/);
    await expect(shelf.read('way/secret.md')).rejects.toThrow(/leads out/);
    await expect(shelf.read('file.md')).rejects.toThrow(/leads out/);
    await shelf.put('file.md', 'ours');
    expect(await readFile(join(outside, 'secret.md'), 'utf8')).toBe('secret');
    expect(await readdir(outside)).toEqual(['secret.md']);
    await rm(outside, { recursive: true });
  });

  it('may itself be a link', async () => {
    const real = await mkdtemp(join(tmpdir(), 'tocsin-real-'));
    await symlink(real, folder);
    await createFileShelf(folder).put('a/b.md', 'x');
    expect(await readFile(join(real, 'a', 'b.md'), 'utf8')).toBe('x');
    await rm(real, { recursive: true });
  });

  it('says what the disk has against it', async () => {
    const shelf = createFileShelf(folder);
    await shelf.put('file', 'x');
    const error = await portErrorOf(shelf.put('file/below.md', 'x'));
    expect([error.reason, error.message]).toEqual([
      'unavailable',
      'Output folder: file/below.md cannot be kept or read (ENOTDIR)',
    ]);
  });
});
