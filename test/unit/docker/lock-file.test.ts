import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const ROOT = join(import.meta.dirname, '../../..');

/** A registry that knows only some platforms leaves the others out of the lock, and then `npm ci` fails everywhere. */
it('the lock file has an entry for every optional package of every platform, as npm ci demands', async () => {
  const text = await readFile(join(ROOT, 'package-lock.json'), 'utf8');
  const packages = JSON.parse(text).packages as Record<string, LockedPackage>;
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages),
    ),
  );
  expect(Object.keys(packages).length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});
