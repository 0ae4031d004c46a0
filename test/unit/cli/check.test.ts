import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkVerb } from '../../../src/cli/check.ts';
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
      out: expect.stringMatching(
        /^configuration: .*\nrules: 1 in 1 groups\n.*workflow: production-incident-response, W-INCIDENT-001 6\.2\.0\+[0-9a-f]{12}\n$/s,
      ),
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
    expect(other.code).toBe(1);
    expect(other.out).not.toContain('rules:');
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

  it('reads the query packs and the topology, and knows which packs rules may name', async () => {
    await mkdir(join(dir, 'packs'));
    const pack = join(dir, 'packs', 'mine.yaml');
    const query = (text: string) =>
      `pack: mine\nqueries:\n  - {key: a, title: A, kind: other, unit: count, bad: up, query: '${text}'}\n`;
    await writeFile(pack, query('up{job="$labels.job"}'));
    await writeFile(join(dir, 'topology.yaml'), 'services: {a: {calls: [b]}}\n');
    await writeFile(
      config,
      `rules_dir: ${dir}/rules\ndiagnosis: {packs_dir: ${dir}/packs, topology_file: ${dir}/topology.yaml}\n`,
    );
    const fine = await check('--config', config);
    expect(fine).toMatchObject({ code: 0, err: '' });
    expect(fine.out).toContain('query packs: 1 with 1 queries, and 1 calls of the topology\n');
    await writeFile(pack, query('up{job="$labels.job"'));
    await writeFile(join(dir, 'topology.yaml'), 'services: {a: {call: [b]}}\n');
    const broken = await check('--config', config);
    expect(broken.code).toBe(1);
    expect(broken.err).toContain(
      'Error: not PromQL: unexpected end of the expression (packs/query)',
    );
    expect(broken.err).toContain(`---> ${pack}:3:87 -> mine/a`);
    expect(broken.err).toContain('unknown field "call" (schema/unknown-field)');
    await writeFile(pack, query('up'));
    await writeFile(join(dir, 'topology.yaml'), '');
    await writeFile(join(dir, 'rules', 'a.yaml'), RULE.replace('reason: x', 'diagnose: [mien]'));
    const named = await check('--config', config);
    expect(named.err).toContain('Error: there is no query pack "mien" (rules/pack)');
    expect(named.err).toContain('did you mean "mine"?');
  });

  it('warns of an address that would not be served without tokens', async () => {
    await writeFile(config, `rules_dir: ${join(dir, 'rules')}\nserver: {host: 0.0.0.0}\n`);
    const ran = await check('--config', config);
    expect(ran.code).toBe(0);
    expect(ran.err).toContain('other machines can reach 0.0.0.0, and TOCSIN_API_TOKEN is not set');
  });

  it('checks the workflows, and points into their files', async () => {
    await cp('workflows', join(dir, 'workflows'), { recursive: true });
    const step = join(dir, 'workflows/production-incident-response/step-02-diagnose.md');
    const text = await readFile(step, 'utf8');
    await writeFile(config, `rules_dir: ${join(dir, 'rules')}\nworkflows_dir: ${dir}/workflows\n`);
    expect((await check('--config', config)).code).toBe(0);
    await writeFile(step, text.replace('root-cause', 'root-couse'));
    const ran = await check('--config', config);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('item 1 of "needs" cannot be "root-couse" (schema/value)');
    expect(ran.err).toContain(`---> ${step}:6:9`);
    expect(ran.err).toContain('^^^^^^^^^^ did you mean "root-cause"?');
    const json = await check('--config', config, '-o', 'json');
    expect(JSON.parse(json.out)).toMatchObject([{ file: step, line: 6, column: 9, endColumn: 19 }]);
  });

  it('refuses what is no format', async () => {
    expect((await check('-o', 'xml')).code).toBe(1);
  });
});
