import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCKER, ROOT } from '../../given/compose.ts';
import { knownVariables } from '../../given/known-settings.ts';

const text = (await readFile(join(DOCKER, 'Dockerfile'), 'utf8')).replace(/\\\n/g, ' ');
const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const packageJson = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));

function argumentsOf(instruction: string): readonly string[] {
  return lines
    .filter((line) => line.startsWith(`${instruction} `))
    .map((line) => line.slice(instruction.length + 1).trim());
}

const copies = argumentsOf('COPY').map((words) => {
  const [first = '', ...rest] = words.split(/\s+/);
  const from = first.startsWith('--from=') ? first.slice('--from='.length) : null;
  const sources = (from === null ? [first, ...rest] : rest).slice(0, -1);
  return { from, sources };
});

/** Git keeps no empty folders, so one without a file is not there in a fresh clone. */
function isThere(path: string): boolean {
  const full = join(ROOT, path);
  if (!existsSync(full)) return false;
  return !statSync(full).isDirectory() || readdirSync(full).length > 0;
}

const own = copies.filter(({ from }) => from === null).flatMap(({ sources }) => sources);

describe('the Dockerfile', () => {
  it('copies only what is there and what .dockerignore lets through', async () => {
    const ignore = await readFile(join(ROOT, '.dockerignore'), 'utf8');
    expect(own).not.toEqual([]);
    for (const source of own) {
      expect(isThere(source), source).toBe(true);
      expect(ignore.split('\n')).toContain(`!${source.replace('./', '')}`);
    }
  });

  it.each(['_config', 'rules', 'workflows'].filter(isThere))('brings %s along', (folder) => {
    expect(own).toContain(folder);
  });

  it('takes what it built from stages that it has', () => {
    const stages = argumentsOf('FROM').flatMap((words) => words.split(' AS ')[1] ?? []);
    const wanted = copies.flatMap(({ from }) => (from === null ? [] : [from]));
    expect(wanted).not.toEqual([]);
    for (const stage of wanted) expect(stages).toContain(stage);
  });

  it('runs scripts and files that exist', () => {
    const scripts = argumentsOf('RUN').flatMap((run) => /npm run (\w+)/.exec(run)?.[1] ?? []);
    expect(scripts).toEqual(['build']);
    expect(packageJson.scripts).toHaveProperty('build');
    const [command = '[]'] = argumentsOf('CMD');
    const words: string[] = JSON.parse(command);
    const built = words.find((word) => word.startsWith('dist/')) ?? '';
    expect(existsSync(join(ROOT, built.replace('dist/', 'src/').replace('.js', '.ts')))).toBe(true);
    expect(`./${built}`).toBe(packageJson.bin.tocsin);
  });

  it('sets only variables that Tocsin or Node knows', async () => {
    const known = new Set([...(await knownVariables()), 'NODE_ENV']);
    const names = argumentsOf('ENV').flatMap((words) =>
      words.split(/\s+/).map((word) => word.split('=')[0]),
    );
    expect(names).toContain('HOST');
    for (const name of names) expect(known).toContain(name);
  });

  it('runs as nobody, and stops when it is told', () => {
    expect(argumentsOf('USER')).toEqual(['65534:65534']);
    expect(argumentsOf('STOPSIGNAL')).toEqual(['SIGTERM']);
  });
});
