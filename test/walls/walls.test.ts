import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
const BIOME = join(ROOT, 'node_modules/.bin/biome');
const OXLINT = join(ROOT, 'node_modules/.bin/oxlint');

/** One bad line per wall: the room it is written in, the line, and the rule that must catch it. */
const LEANS = [
  ['domain imports node', 'domain', "import 'node:fs';", 'noRestrictedImports'],
  ['domain imports a package', 'domain', "import 'zod';", 'noRestrictedImports'],
  ['domain imports a port', 'domain', "import '../ports/clock.ts';", 'noRestrictedImports'],
  ['domain reads the clock', 'domain', 'export const now = Date.now();', 'no-clock-no-dice'],
  ['domain makes a date of now', 'domain', 'export const now = new Date();', 'no-clock-no-dice'],
  ['domain throws dice', 'domain', 'export const dice = Math.random();', 'no-clock-no-dice'],
  ['ports import a package', 'ports', "import 'pg';", 'noRestrictedImports'],
  ['ports import the service', 'ports', "import '../service/handle.ts';", 'noRestrictedImports'],
  [
    'documents import the domain',
    'documents',
    "import '../domain/instant.ts';",
    'noRestrictedImports',
  ],
  ['rules import the service', 'rules', "import '../service/handle.ts';", 'noRestrictedImports'],
  [
    'the playbook imports the service',
    'playbook',
    "import '../service/handle.ts';",
    'noRestrictedImports',
  ],
  [
    'the playbook imports a report',
    'playbook',
    "import '../artifacts/report.ts';",
    'noRestrictedImports',
  ],
  [
    'diagnosis imports an adapter',
    'diagnosis',
    "import '../adapters/prometheus.ts';",
    'noRestrictedImports',
  ],
  [
    'artifacts import the store',
    'artifacts',
    "import '../store/open-store.ts';",
    'noRestrictedImports',
  ],
  ['words import a port', 'words', "import '../ports/clock.ts';", 'noRestrictedImports'],
  ['words import a package', 'words', "import 'zod';", 'noRestrictedImports'],
  [
    'webhooks import the service',
    'webhooks',
    "import '../service/receive.ts';",
    'noRestrictedImports',
  ],
  [
    'service imports an adapter',
    'service',
    "import '../adapters/prometheus.ts';",
    'noRestrictedImports',
  ],
  ['service imports a store', 'service', "import '../store/open-store.ts';", 'noRestrictedImports'],
  ['service imports a queue', 'service', "import 'bullmq';", 'noRestrictedImports'],
  ['service imports Express', 'service', "import 'express';", 'noRestrictedImports'],
  ['service reads the environment', 'service', 'export const env = process.env;', 'noProcessEnv'],
  ['store imports the service', 'store', "import '../service/handle.ts';", 'noRestrictedImports'],
  ['jobs import the service', 'jobs', "import '../service/work.ts';", 'noRestrictedImports'],
  ['an adapter imports another', 'adapters', "import './prometheus.ts';", 'noRestrictedImports'],
  [
    'an adapter imports the service',
    'adapters',
    "import '../service/handle.ts';",
    'noRestrictedImports',
  ],
  ['http imports the store', 'http', "import '../store/open-store.ts';", 'noRestrictedImports'],
  ['http imports an adapter', 'http', "import '../adapters/prometheus.ts';", 'noRestrictedImports'],
  [
    'the sandbox shares our code',
    'sandbox',
    "import '../domain/instant.ts';",
    'noRestrictedImports',
  ],
  ['config imports the service', 'config', "import '../service/handle.ts';", 'noRestrictedImports'],
  [
    'telemetry imports the store',
    'telemetry',
    "import '../store/open-store.ts';",
    'noRestrictedImports',
  ],
  ['a room imports the house', 'service', "import '../house.ts';", 'noRestrictedImports'],
  ['a default export', 'service', 'export default 1;', 'noDefaultExport'],
  ['an enum', 'service', 'export enum Colour { Red }', 'noEnum'],
] as const;

const fileOf = (index: number) => `src/${LEANS[index]?.[1]}/leaning-${index}.ts`;
let copy = '';
let caught: ReadonlyMap<string, string> = new Map();

interface BiomeReport {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly message: string | readonly { readonly content: string }[];
    readonly location: { readonly path: string | { readonly file: string } };
  }[];
}

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'tocsin-walls-'));
  for (const part of ['src', '_config', 'biome.json', 'tsconfig.json', 'package.json']) {
    await cp(join(ROOT, part), join(copy, part), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  for (const [index, [, , line]] of LEANS.entries()) {
    await writeFile(join(copy, fileOf(index)), `${line}\n`);
  }
  await writeFile(
    join(copy, 'src/service/floating.ts'),
    'export function lean(): void {\n  Promise.resolve(1);\n}\n',
  );
  caught = await lint();
});

afterAll(async () => {
  if (dirname(copy) === tmpdir()) await rm(copy, { recursive: true, force: true });
});

/** What Biome says, by file. */
async function lint(): Promise<ReadonlyMap<string, string>> {
  const args = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', 'src'];
  const { stdout } = await run(BIOME, args, { cwd: copy, maxBuffer: 64e6 }).catch(
    (error: { stdout: string }) => error,
  );
  const { diagnostics } = JSON.parse(stdout) as BiomeReport;
  const said = new Map<string, string>();
  for (const { category, message, location } of diagnostics) {
    const path = typeof location.path === 'string' ? location.path : location.path.file;
    said.set(path, `${said.get(path) ?? ''} ${category} ${JSON.stringify(message)}`);
  }
  return said;
}

describe('a wall that somebody leans on holds', () => {
  it.each(LEANS.map(([name], index) => [name, index] as const))('%s', (_, index) => {
    const rule = LEANS[index]?.[3] ?? '';
    const expected = rule === 'no-clock-no-dice' ? 'the study' : rule;
    expect(caught.get(fileOf(index))).toContain(expected);
  });

  it('a floating promise', async () => {
    const args = [
      '--type-aware',
      '-A',
      'all',
      '-D',
      'typescript/no-floating-promises',
      'src/service/floating.ts',
    ];
    const result = await run(OXLINT, args, { cwd: copy }).catch(
      (error: { stdout: string }) => error,
    );
    expect(result.stdout).toContain('no-floating-promises');
  });

  it('ambient names do not exist in the study', async () => {
    await writeFile(
      join(copy, 'src/domain/ambient.ts'),
      'setTimeout(() => {}, process.pid);\nconsole.log(fetch);\n',
    );
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    const result = await run(tsc, ['-p', 'src/domain'], { cwd: copy }).catch(
      (error: { stdout: string }) => error,
    );
    for (const name of ['setTimeout', 'process', 'console', 'fetch']) {
      expect(result.stdout).toContain(`Cannot find name '${name}'`);
    }
  });
});

describe('the rooms as they are', () => {
  it('lean on no wall', () => {
    const ours = [...caught].filter(
      ([path]) => !path.includes('/leaning-') && !path.includes('floating'),
    );
    expect(
      ours.filter(([, said]) => /noRestrictedImports|noImportCycles|the study/.test(said)),
    ).toEqual([]);
  });
});
