/** An organisation follows a workflow of its own, beside the one that ships: its texts, its questions, its report's place. */
import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { fixed, recovered, say, type Trouble, troubleAt } from '../given/workflow.ts';
import { givenWorkflow, type WorkflowFolder } from '../unit/playbook/a-workflow.ts';

const databases = givenDatabases();
let own: WorkflowFolder;
let at: Standing;
let trouble: Trouble;

beforeAll(async () => {
  own = await givenWorkflow();
  at = await standHouse({
    databaseUrl: await databases.empty(),
    config: `
workflows_dir: ${dirname(own.dir)}
workflow_defaults: {workflow: ${basename(own.dir)}, communication_language: English}
project_context: {project_name: shop}
`,
  });
  trouble = await troubleAt(at);
});

afterAll(async () => {
  await at.close();
  await own.remove();
});

const step = () => at.get(`/api/v1/incidents/${trouble.id}/step`);

it('begins with its own first step, whose text and questions people get', async () => {
  const { step: first } = await step();
  expect(first).toMatchObject({ n: 1, file: 'step-01-see.md', title: { en: 'Step 1' } });
  expect(first.body.en).toMatch(/^First this\./);
  expect(await at.timeline(trouble.id, 'StepBegun')).toEqual([
    expect.stringMatching(/^Step 1 began: Step 1 \(W-TEST-001 1\.0\.0\+[0-9a-f]{12}\)$/),
  ]);
  const { reply } = await say(at, trouble.id, '[A]');
  expect(reply).toContain('? What is it?');
});

it('goes on with its own steps, and keeps the same gates', async () => {
  await fixed(at, trouble);
  expect((await step()).step).toMatchObject({ n: 3, file: 'step-03-mend.md' });
  const refused = await at.say(trouble.id, 'resolve');
  expect(refused.status).toBe(409);
});

it('puts the report where it says', async () => {
  await recovered(at, trouble);
  await say(at, trouble.id, 'users ok', 'resolve');
  expect(await readdir(`${at.outputFolder}/done`)).toContain('shop-2026-03-17-001.md');
  expect(await at.artifact(`${trouble.id}/step-1-output.md`)).toContain('W-TEST-001');
});
