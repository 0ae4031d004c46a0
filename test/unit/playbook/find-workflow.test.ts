import { cp, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { checkWorkflows, findPlaybook } from '../../../src/playbook/find-workflow.ts';
import { FILES, givenWorkflow, type WorkflowFolder } from './a-workflow.ts';

let cwd: string;
let own: WorkflowFolder;

beforeEach(async () => {
  cwd = await realpath(await mkdtemp(join(tmpdir(), 'tocsin-find-')));
  own = await givenWorkflow();
});

afterEach(async () => {
  await own.remove();
  await rm(cwd, { recursive: true });
});

const wish = (name: string, dir = join(cwd, 'workflows')) => ({ cwd, dir, name });
const DEFAULT = 'production-incident-response';

describe('a workflow is found', () => {
  it('as it ships, where nobody made a folder for workflows', async () => {
    const config = await loadConfig({ cwd, env: {} });
    if (!config.ok) throw new Error('no configuration');
    const { workflowsDir, workflowDefaults } = config.value;
    const found = await findPlaybook({ cwd, dir: workflowsDir, name: workflowDefaults.workflow });
    expect(found).toMatchObject({ ok: true, value: { workflow: { id: 'W-INCIDENT-001' } } });
  });

  it("under the name that the settings give it, where it is somebody's own", async () => {
    await cp(own.dir, join(cwd, 'workflows/ours'), { recursive: true });
    const found = await findPlaybook(wish('ours'));
    expect(found).toMatchObject({ ok: true, value: { workflow: { id: 'W-TEST-001' } } });
  });

  it('only where it is: another name is told with what is meant', async () => {
    await cp(own.dir, join(cwd, 'workflows/ours'), { recursive: true });
    expect(await findPlaybook(wish('ouers'))).toMatchObject({
      ok: false,
      error: [
        {
          file: join(cwd, 'workflows/ouers'),
          check: 'workflow/missing',
          message: 'there is no workflow "ouers"',
          fix: 'did you mean "ours"?',
        },
      ],
    });
  });

  it('never in place of one that is asked for: an empty folder, or another folder, is an error', async () => {
    await mkdir(join(cwd, 'workflows'));
    expect(await findPlaybook(wish(DEFAULT))).toMatchObject({ ok: false });
    expect(await findPlaybook(wish(DEFAULT, join(cwd, 'elsewhere')))).toMatchObject({ ok: false });
    await rm(join(cwd, 'workflows'), { recursive: true });
    expect(await findPlaybook(wish('ours'))).toMatchObject({ ok: false });
  });
});

describe('a check of the folder', () => {
  it('checks every workflow in it, and says which one is used', async () => {
    await cp(own.dir, join(cwd, 'workflows/ours'), { recursive: true });
    await cp(own.dir, join(cwd, 'workflows/theirs'), { recursive: true });
    await rm(join(cwd, 'workflows/theirs/skills/a.md'));
    const { found, summary } = await checkWorkflows(wish('ours'));
    expect(summary).toEqual([
      expect.stringMatching(/^workflow: ours, W-TEST-001 1\.0\.0\+[0-9a-f]{12}$/),
    ]);
    expect(new Set(found.map((one) => one.file))).toEqual(
      new Set(
        Object.keys(FILES)
          .filter((name) => name.startsWith('step-'))
          .map((name) => join(cwd, 'workflows/theirs', name)),
      ),
    );
  });

  it('says that the one that is used is not there', async () => {
    await cp(own.dir, join(cwd, 'workflows/ours'), { recursive: true });
    const { found, summary } = await checkWorkflows(wish(DEFAULT));
    expect(found.map((one) => one.message)).toEqual([`there is no workflow "${DEFAULT}"`]);
    expect(summary).toEqual([expect.stringMatching(/^workflow: ours, .*, not used$/)]);
  });
});
