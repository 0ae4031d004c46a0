/** What promtool and amtool say of the files that ship. Needs Debian's packages `prometheus` and `prometheus-alertmanager`. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Compose, DOCKER, mountOf, ROOT, readDocker } from '../given/compose.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-deploy-'));
afterAll(() => rmSync(folder, { recursive: true }));

function says(command: string, ...words: string[]) {
  const { error, status, stdout, stderr } = spawnSync(command, words, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { status, said: `${stdout}${stderr}` };
}

function copied(...files: readonly string[]): string {
  const copy = mkdtempSync(join(folder, 'files-'));
  for (const file of files) copyFileSync(file, join(copy, basename(file)));
  return copy;
}

/** The first fenced block of README.md that begins with this comment, as a file. */
function fromReadme(comment: string): string {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const block = readme.split('```').find((part) => part.startsWith(`yaml\n# ${comment}\n`));
  const file = join(mkdtempSync(join(folder, 'readme-')), comment);
  writeFileSync(file, (block ?? 'nothing').replace(/^yaml\n/, ''));
  return file;
}

describe('the alerts about Tocsin', () => {
  it('pass their tests', () => {
    const { status, said } = says('promtool', 'test', 'rules', 'deploy/tocsin.rules.test.yaml');
    expect({ status, said }).toMatchObject({ status: 0, said: expect.stringContaining('SUCCESS') });
  });
});

describe('promtool takes', () => {
  it('deploy/prometheus.yml', () => {
    const copy = copied('deploy/prometheus.yml', 'deploy/tocsin.rules.yaml');
    expect(says('promtool', 'check', 'config', join(copy, 'prometheus.yml')).status).toBe(0);
  });

  it('the Prometheus of the compose file, with all that is mounted beside it', async () => {
    const { services } = await readDocker<Compose>('compose.yaml');
    const mounted = (services['prometheus']?.volumes ?? [])
      .map((each) => mountOf(each).from)
      .filter((from) => from.startsWith('.'));
    const copy = copied(...mounted.map((from) => join(DOCKER, from)));
    const { status, said } = says('promtool', 'check', 'config', join(copy, 'prometheus.yml'));
    expect({ status, said }).toMatchObject({ status: 0, said: expect.stringContaining('2 rule') });
  });

  it('the snippet in README.md', () => {
    expect(says('promtool', 'check', 'config', fromReadme('prometheus.yml')).status).toBe(0);
  });
});

describe('amtool takes', () => {
  it.each(['deploy/alertmanager.yml', 'docker/alertmanager.yml'])('%s', (file) => {
    expect(says('amtool', 'check-config', file).status).toBe(0);
  });

  it('the snippet in README.md', () => {
    expect(says('amtool', 'check-config', fromReadme('alertmanager.yml')).status).toBe(0);
  });

  it('nothing that is wrong', () => {
    expect(says('amtool', 'check-config', fromReadme('not in there')).status).not.toBe(0);
  });
});
