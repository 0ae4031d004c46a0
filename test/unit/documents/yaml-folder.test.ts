import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTextFile, readYamlFolder } from '../../../src/documents/yaml-folder.ts';

let home: string;
let dir: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tocsin-folder-'));
  dir = join(home, 'rules');
  await mkdir(dir);
});

afterEach(() => rm(home, { recursive: true }));

async function messages(): Promise<string[]> {
  const folder = await readYamlFolder(dir);
  return folder.problems.map((one) => `${one.file.slice(dir.length + 1)}: ${one.message}`);
}

describe('a folder of YAML files', () => {
  it('gives *.yaml and *.yml in the order of their names, and nothing else', async () => {
    await writeFile(join(dir, 'b.yml'), 'b: 1\n');
    await writeFile(join(dir, 'a.yaml'), 'a: 1\n');
    await writeFile(join(dir, 'readme.md'), '# no\n');
    await writeFile(join(dir, '.hidden.yaml'), 'h: 1\n');
    await mkdir(join(dir, 'tests'));
    const folder = await readYamlFolder(dir);
    expect(folder.files).toEqual([
      { file: join(dir, 'a.yaml'), text: 'a: 1\n' },
      { file: join(dir, 'b.yml'), text: 'b: 1\n' },
    ]);
    expect(folder.problems).toEqual([]);
  });

  it('follows a link inside the folder, as Kubernetes mounts them', async () => {
    await mkdir(join(dir, '..data'));
    await writeFile(join(dir, '..data', 'a.yaml'), 'a: 1\n');
    await symlink(join('..data', 'a.yaml'), join(dir, 'a.yaml'));
    const folder = await readYamlFolder(dir);
    expect(folder.files.map((one) => one.text)).toEqual(['a: 1\n']);
  });

  it('refuses a link out of the folder, and a link to nowhere', async () => {
    await writeFile(join(home, 'secret.yaml'), 'a: 1\n');
    await symlink('../secret.yaml', join(dir, 'out.yaml'));
    await symlink('nowhere.yaml', join(dir, 'nowhere-link.yaml'));
    expect(await messages()).toEqual([
      'nowhere-link.yaml: the link leads nowhere',
      'out.yaml: the link leads out of the folder',
    ]);
  });

  it('refuses a pipe without waiting on it, and a folder that is called like a file', async () => {
    execFileSync('mkfifo', [join(dir, 'pipe.yaml')]);
    await mkdir(join(dir, 'folder.yaml'));
    expect(await messages()).toEqual([
      'folder.yaml: this is not a regular file',
      'pipe.yaml: this is not a regular file',
    ]);
  });

  it('refuses what is not UTF-8 and what is too large, and still gives the rest', async () => {
    await writeFile(join(dir, 'bytes.yaml'), Buffer.from([0x61, 0xff, 0xfe]));
    await writeFile(join(dir, 'large.yaml'), Buffer.alloc(10_000_000, 0x61));
    await writeFile(join(dir, 'good.yaml'), '\ufeffa: 1\n');
    const folder = await readYamlFolder(dir);
    expect(folder.files.map((one) => one.text)).toEqual(['a: 1\n']);
    expect(folder.problems.map((one) => one.message)).toEqual([
      'the file is not UTF-8 text',
      'the file is larger than 1 MB',
    ]);
  });

  it('says so when the folder is not there', async () => {
    const folder = await readYamlFolder(join(home, 'missing'));
    expect(folder.problems[0]).toMatchObject({ line: 0, message: 'the folder cannot be read' });
  });

  it('says why one file cannot be read', async () => {
    const result = await readTextFile(join(home, 'missing.yaml'));
    expect(result.ok || result.error.message).toBe('the file cannot be read (ENOENT)');
  });
});
