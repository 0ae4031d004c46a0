import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkVerb } from '../../../src/cli/check.ts';
import { wholeFile } from '../../../src/documents/diagnostic.ts';
import { runVerb } from './run-verb.ts';

let dir: string;
let config: string;

const RULE = `groups: [{name: g, rules: [{rule: r, match: ['a = "b"'], severity: SEV1, reason: x}]}]\n`;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tocsin-check-'));
  config = join(dir, 'config.yaml');
  await mkdir(join(dir, 'rules'));
  await writeFile(join(dir, 'rules', 'a.yaml'), RULE);
  await writeFile(config, `rules_dir: ${join(dir, 'rules')}\n`);
});

afterEach(() => rm(dir, { recursive: true }));

const check = (...argv: string[]) => runVerb(checkVerb, 'check', ...argv);

describe('tocsin check', () => {
  it('is content with good files', async () => {
    expect(await check('--config', config)).toEqual({
      out: `configuration: ${config}\nrules: 1 in 1 groups\n`,
      err: '',
      code: 0,
    });
  });

  it('takes a folder of rules', async () => {
    expect(await check(join(dir, 'rules'))).toEqual({
      out: 'rules: 1 in 1 groups\n',
      err: '',
      code: 0,
    });
  });

  it('shows the problems of configuration and rules at once, on stderr, and exits 1', async () => {
    await writeFile(config, `rules_dir: ${join(dir, 'rules')}\nprot: 1\n`);
    const ran = await check('--config', config);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('config.yaml:2:1');
    await writeFile(join(dir, 'rules', 'a.yaml'), RULE.replace('SEV1', 'SEV9'));
    await writeFile(config, `rules_dir: ${join(dir, 'rules')}\n`);
    const other = await check('--config', config);
    expect(other).toMatchObject({ code: 1, out: `configuration: ${config}\n` });
    expect(other.err).toContain('unknown severity "SEV9" (rules/severity)');
    expect(other.err).toContain('-> g/r');
  });

  it('exits 0 on warnings, and 3 with --lint-fatal', async () => {
    await writeFile(join(dir, 'rules', 'a.yaml'), RULE.replace(', reason: x', ''));
    expect(await check('--config', config)).toMatchObject({ code: 0 });
    const fatal = await check('--config', config, '--lint-fatal');
    expect(fatal.code).toBe(3);
    expect(fatal.err).toContain('Warning: rule without reason (rules/reason)');
  });

  it('prints JSON on stdout', async () => {
    await writeFile(join(dir, 'rules', 'a.yaml'), RULE.replace('SEV1', 'SEV9'));
    const ran = await check(join(dir, 'rules'), '-o', 'json');
    expect(ran.err).toBe('');
    expect(JSON.parse(ran.out)).toEqual([
      {
        file: join(dir, 'rules', 'a.yaml'),
        line: 1,
        column: 68,
        endColumn: 72,
        severity: 'error',
        check: 'rules/severity',
        message: 'unknown severity "SEV9"',
        subject: 'g/r',
        fix: 'expected one of SEV1, SEV2, SEV3, SEV4',
      },
    ]);
  });

  it('warns of an address that would not be served without tokens', async () => {
    await writeFile(config, `rules_dir: ${join(dir, 'rules')}\nserver: {host: 0.0.0.0}\n`);
    const ran = await check('--config', config);
    expect(ran.code).toBe(0);
    expect(ran.err).toContain('other machines can reach 0.0.0.0, and TOCSIN_API_TOKEN is not set');
  });

  it('checks workflows where it is told how', async () => {
    const found = wholeFile('w', { level: 'error', check: 'workflow/x', message: 'bad', fix: 'x' });
    const ran = await runVerb(
      (program) => checkVerb(program, async () => [found]),
      'check',
      '--config',
      config,
    );
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('Error: bad (workflow/x)');
  });

  it('refuses what is no format', async () => {
    expect((await check('-o', 'xml')).code).toBe(1);
  });
});
