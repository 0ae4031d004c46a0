/** PostgreSQL's programs are found, repaired or copied to where they can be run. */
import { execFileSync } from 'node:child_process';
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPlatformPackage, type PlatformPackage } from '../../src/store/platform-package.ts';
import { programsFor } from '../../src/store/postgres-programs.ts';
import { accountFor } from '../../src/store/server-account.ts';
import { isRoot } from '../given/keeper-process.ts';
import { rememberingLog } from '../given/remembering-log.ts';

let home: string;
let found: PlatformPackage;
let places: string[];
const ourselves = { owner: null, prefix: [], unaided: [] };

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tocsin-programs-'));
  await chmod(home, 0o755);
  places = [join(home, 'copies')];
  found = await asPublished(await findPlatformPackage());
});

afterEach(() => rm(home, { recursive: true, force: true }));

/** The package as npm unpacks it with install scripts blocked: without its links. */
async function asPublished(original: PlatformPackage): Promise<PlatformPackage> {
  const native = join(home, 'package', 'native');
  await mkdir(join(home, 'package'));
  try {
    // Sixty megabytes that are only read need not be written for every test.
    execFileSync('cp', ['-al', original.native, native], { stdio: 'ignore' });
  } catch {
    await cp(original.native, native, { recursive: true, verbatimSymlinks: true });
  }
  for (const link of await links(native)) await rm(link, { force: true });
  return { ...original, native };
}

async function links(native: string): Promise<string[]> {
  const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'));
  return list.map(({ target }: { target: string }) => join(native, '..', target));
}

const isLink = async (path: string) => (await lstat(path)).isSymbolicLink();

describe("PostgreSQL's programs", () => {
  it('run where they are, once the missing links are made', async () => {
    const programs = await programsFor(found, ourselves, places, rememberingLog());
    expect(programs.postgres).toBe(join(found.native, 'bin', 'postgres'));
    expect(programs.major).toBe('18');
    for (const link of await links(found.native)) expect(await isLink(link)).toBe(true);
  });

  it('that cannot be run anywhere say why, and what to do', async () => {
    await rm(join(found.native, 'bin', 'postgres'));
    const failing = programsFor(found, ourselves, places, rememberingLog());
    await expect(failing).rejects.toThrow(/cannot be run here: .*ENOENT.* Set DATABASE_URL/s);
  });
});

describe.runIf(isRoot)('as root', () => {
  it('are copied once from where the server may not go, and run from there', async () => {
    await chmod(join(home, 'package'), 0o700);
    const account = await accountFor(join(home, 'data', 'postgres'));
    const log = rememberingLog();
    const first = await programsFor(found, account, places, log);
    const again = await programsFor(found, account, places, log);
    expect(again).toEqual(first);
    expect(first.postgres.startsWith(join(home, 'copies', `postgres-${found.version}`))).toBe(true);
    expect(log.lines).toHaveLength(1);
    const copied = join(first.postgres, '..', '..');
    for (const link of await links(found.native)) {
      expect(await isLink(join(copied, 'lib', basename(link)))).toBe(true);
    }
  });

  it('are copied once by several that start together', async () => {
    await chmod(join(home, 'package'), 0o700);
    const account = await accountFor(join(home, 'data', 'postgres'));
    const both = await Promise.all(
      [1, 2].map(() => programsFor(found, account, places, rememberingLog())),
    );
    expect(both[0]).toEqual(both[1]);
    expect((await stat(both[0]?.initdb ?? '')).mode & 0o777).toBe(0o755);
  });

  it('are not run from a folder that others could have filled', async () => {
    await chmod(join(home, 'package'), 0o700);
    const open = join(home, 'open');
    await mkdir(open);
    await chmod(open, 0o777);
    const account = await accountFor(join(home, 'data', 'postgres'));
    const failing = programsFor(found, account, [open], rememberingLog());
    await expect(failing).rejects.toThrow('can be written by others');
  });
});
