import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asPlaybook } from '../../../src/playbook/as-playbook.ts';
import { type OpenPlaybook, openPlaybook } from '../../../src/playbook/open-playbook.ts';
import { FILES, givenWorkflow, skillText, type WorkflowFolder } from './a-workflow.ts';

let folder: WorkflowFolder;

beforeEach(async () => {
  folder = await givenWorkflow({ 'skills/a.md': skillText('1.01', 'Load: skills/b.md') });
  await folder.write('skills/b.md', skillText('1.02'));
});

afterEach(() => folder.remove());

async function opened(): Promise<OpenPlaybook> {
  const result = await openPlaybook(folder.dir);
  if (!result.ok) throw new Error(result.error.map((one) => one.message).join('\n'));
  return result.value;
}

describe('an open workflow', () => {
  it('has its index: who leads, and the steps in their order', async () => {
    const { workflow } = await opened();
    expect(workflow).toMatchObject({
      id: 'W-TEST-001',
      name: 'A test',
      version: '1.0.0',
      leadAgent: 'Lan',
      supportingAgents: ['Minh'],
      phase: 'run',
      configFile: '_config/config.yaml',
      estimatedDuration: 'an hour',
      outputFile: '{output_folder}/done/{{project_name}}-{{date}}.md',
    });
    expect(workflow.steps.map(({ n, file, next, output }) => ({ n, file, next, output }))).toEqual([
      { n: 1, file: 'step-01-see.md', next: 'step-02-find.md', output: 'step-1-output.md' },
      { n: 2, file: 'step-02-find.md', next: 'step-03-mend.md', output: 'step-2-output.md' },
      { n: 3, file: 'step-03-mend.md', next: 'step-04-learn.md', output: 'step-3-output.md' },
      { n: 4, file: 'step-04-learn.md', next: null, output: 'step-4-output.md' },
    ]);
  });

  it('keeps no text: a step and what it loads are read when it begins', async () => {
    const playbook = await opened();
    expect(JSON.stringify(playbook.workflow)).not.toContain('Know this');
    expect(await playbook.step(2)).toMatchObject({
      version: expect.stringMatching(/^1\.0\.0\+[0-9a-f]{12}$/),
      changed: null,
      step: {
        n: 2,
        name: 'find',
        title: { en: 'Step 2', vi: 'Bước 2' },
        needs: ['root-cause', 'known-evidence'],
        questions: [{ id: 'what', en: 'What is it?', vi: 'Đó là gì?' }],
        menu: {
          deeper: { en: 'Ask more.', vi: 'Hỏi thêm.' },
          go: { en: 'Go on.', vi: 'Đi tiếp.' },
        },
        body: {
          en: expect.stringMatching(/^First this\./),
          vi: expect.stringMatching(/^Trước hết là đây\./),
        },
        skills: [
          { code: '1.02', file: 'skills/b.md', body: { en: 'Know this.', vi: 'Biết điều này.' } },
          { code: '1.01', file: 'skills/a.md', title: { en: 'Knowing', vi: 'Hiểu biết' } },
        ],
      },
    });
  });

  it('has the same version wherever the same files lie, and another one after any edit', async () => {
    const first = (await opened()).workflow.sha256;
    const twin = await givenWorkflow({ 'skills/a.md': skillText('1.01', 'Load: skills/b.md') });
    await twin.write('skills/b.md', skillText('1.02'));
    const other = await openPlaybook(twin.dir);
    expect(other).toMatchObject({ ok: true, value: { workflow: { sha256: first } } });
    await twin.write('skills/b.md', `${skillText('1.02')}\nMore.\n`);
    const edited = await openPlaybook(twin.dir);
    expect(edited.ok && edited.value.workflow.sha256).not.toBe(first);
    await twin.remove();
  });
});

describe('a workflow that is edited in the middle of an incident', () => {
  it('is followed as it is now, under another version, and says so', async () => {
    const playbook = await opened();
    const before = await playbook.step(1);
    await folder.write('step-03-mend.md', (FILES['step-03-mend.md'] ?? '').replace('First', 'Now'));
    const after = await playbook.step(3);
    expect(after.step.body.en).toContain('Now this.');
    expect(after.version).not.toBe(before.version);
    expect(after.changed).toBe(
      `the workflow was edited since it was checked: ${before.version} is now ${after.version}`,
    );
    expect(playbook.workflow.sha256.slice(0, 12)).toBe(before.version.split('+')[1]);
  });

  it('shows the edit in every later step, whichever file it was in', async () => {
    const playbook = await opened();
    await folder.write('skills/b.md', `${skillText('1.02')}\nMore.\n`);
    expect((await playbook.step(4)).changed).toContain('was edited');
  });

  it('and is wrong now still gives what was checked, and says what is wrong', async () => {
    const playbook = await opened();
    const { version } = await playbook.step(2);
    await folder.write('step-02-find.md', 'nothing of use');
    const text = await asPlaybook(playbook).step(2);
    expect(text).toMatchObject({
      n: 2,
      workflow: 'W-TEST-001',
      version,
      file: 'step-02-find.md',
      title: { en: 'Step 2' },
      questions: [{ en: 'What is it?' }],
      needs: ['root-cause', 'known-evidence'],
      skills: ['1.02 Knowing', '1.01 Knowing'],
      brief: { en: '', vi: '' },
      body: { en: '', vi: '' },
    });
    expect(text.changed).toBe(
      `the workflow was edited and cannot be used as it is now (${join(folder.dir, 'step-02-find.md')}:1:1: the file does not begin with front matter)`,
    );
  });

  it('and is gone still gives what was checked', async () => {
    const playbook = await opened();
    await rm(folder.dir, { recursive: true });
    const reading = await playbook.step(1);
    expect(reading.step.needs).toContain('impact');
    expect(reading.changed).toContain('there is no such workflow');
  });
});

describe('the step as the service sees it', () => {
  it('has a brief: the first section, plain, with the sentences to write in quotes', async () => {
    const text = `### First

1. Write **now**: \`ic me\`, see [the map](https://example.com/map).
2. Then look.

### Second

Not this.`;
    const step = (FILES['step-01-see.md'] ?? '').replace('First this.', text);
    await folder.write('step-01-see.md', step);
    const { brief, menu } = await asPlaybook(await opened()).step(1);
    expect(brief.en).toBe('1. Write now: "ic me", see the map.\n2. Then look.');
    expect(menu.go.vi).toBe('Đi tiếp.');
  });

  it('is cut between lines where it would be longer than 600 characters', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `${i + 1}. ${'word '.repeat(8).trim()}`);
    const step = (FILES['step-01-see.md'] ?? '').replace('First this.', lines.join('\n'));
    await folder.write('step-01-see.md', step);
    const { brief } = await asPlaybook(await opened()).step(1);
    expect(brief.en.length).toBeLessThanOrEqual(600);
    expect(brief.en.split('\n')).toEqual(lines.slice(0, brief.en.split('\n').length));
  });

  it('is cut between words where one line is longer', async () => {
    const step = (FILES['step-01-see.md'] ?? '').replace('First this.', 'đây là '.repeat(200));
    await folder.write('step-01-see.md', step);
    const { brief } = await asPlaybook(await opened()).step(1);
    expect(brief.en).toMatch(/^(đây là )+(đây|đây là)…$/);
    expect(brief.en.length).toBeLessThanOrEqual(600);
  });

  it('is cut between characters where one line has hardly a space', async () => {
    const step = (FILES['step-01-see.md'] ?? '').replace('First this.', `- ab${'🔥'.repeat(400)}`);
    await folder.write('step-01-see.md', step);
    const { brief } = await asPlaybook(await opened()).step(1);
    expect(brief.en).toMatch(/^- ab🔥{297}…$/u);
  });

  it('does not end at a comment in a block of code', async () => {
    const code = 'First this.\n\n```promql\n# the share that fails\nup == 0\n```\n\nThen that.';
    const step = (FILES['step-01-see.md'] ?? '').replace('First this.', code);
    await folder.write('step-01-see.md', step);
    const { brief } = await asPlaybook(await opened()).step(1);
    expect(brief.en).toBe('First this.\n# the share that fails\nup == 0\nThen that.');
  });
});
