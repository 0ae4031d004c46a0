import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openPlaybook } from '../../../src/playbook/open-playbook.ts';
import {
  FILES,
  type Files,
  givenWorkflow,
  skillText,
  stepText,
  WORKFLOW,
  type WorkflowFolder,
} from './a-workflow.ts';

let folder: WorkflowFolder | null = null;

afterEach(async () => {
  await folder?.remove();
  folder = null;
});

async function remarksOf(changes: Files): Promise<readonly string[]> {
  folder = await givenWorkflow(changes);
  return folder.remarks();
}

const step1 = FILES['step-01-see.md'] ?? '';
const step2 = FILES['step-02-find.md'] ?? '';

describe('a chain of steps that does not hold:', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'a gap',
      {
        'step-02-find.md': stepText(3, 'find', 'step-03-mend.md', 'root-cause').replace(
          'step-3',
          'step-2',
        ),
      },
      [
        'step-02-find.md:2:7 workflow/chain: step 3 comes after step 1 [number it 2, or add what lacks]',
        'step-03-mend.md:2:7 workflow/chain: two steps have the number 3 [the other one is step-02-find.md]',
      ],
    ],
    [
      'a loop',
      { 'step-03-mend.md': stepText(3, 'mend', './step-01-see.md', 'fix') },
      [
        'step-03-mend.md:5:7 workflow/chain: the steps go round in a circle: "step-01-see.md" came before [name a later step, or none]',
      ],
    ],
    [
      'a step that follows itself',
      { 'step-01-see.md': stepText(1, 'see', 'step-01-see.md', 'impact') },
      [
        'step-01-see.md:5:7 workflow/chain: the steps go round in a circle: "step-01-see.md" came before [name a later step, or none]',
      ],
    ],
    [
      'a next that is not there',
      { 'step-02-find.md': stepText(2, 'find', 'step-03-men.md', 'root-cause') },
      [
        'step-02-find.md:5:7 workflow/missing: there is no file "step-03-men.md" [paths begin at the workflow\'s own folder]',
      ],
    ],
    [
      'a next outside',
      { 'step-02-find.md': stepText(2, 'find', '../step-03-mend.md', 'root-cause') },
      [
        'step-02-find.md:5:7 workflow/outside: "../step-03-mend.md" leads out of the workflow\'s folder [copy the file into it]',
      ],
    ],
    [
      'an end too soon',
      {
        'step-03-mend.md': stepText(3, 'mend', 'none', 'fix'),
        'step-04-learn.md': '',
      },
      [
        'step-03-mend.md:5:7 workflow/chain: the workflow ends after 3 of 4 steps [name the file of the step that follows]',
      ],
    ],
    [
      'two steps with one number',
      { 'step-02-other.md': stepText(2, 'other', 'step-03-mend.md', 'root-cause') },
      [
        'step-02-other.md:2:7 workflow/chain: two steps have the number 2 [the other one is step-02-find.md]',
      ],
    ],
    [
      'an output that is called otherwise',
      { 'step-01-see.md': step1.replace('step-1-output', 'out') },
      [
        'step-01-see.md:9:9 workflow/chain: the output of step 1 is not called so [write step-1-output.md]',
      ],
    ],
    [
      'a workflow that loads nothing',
      { 'workflow.md': WORKFLOW.replace('Load: ', '') },
      [
        'workflow.md:12:1 workflow/chain: no step is loaded [write "Load: step-01-triage.md" on a line of its own]',
      ],
    ],
    [
      'a workflow that loads every step',
      { 'workflow.md': `${WORKFLOW}Load: step-02-find.md\n` },
      [
        'workflow.md:13:7 workflow/chain: a workflow loads its first step only [each step names the one that follows in its field "next"]',
      ],
    ],
  ])('%s', async (_name, changes, expected) => {
    const found = await remarksOf(changes);
    expect(found).toEqual(expected);
  });
});

describe('a step without', () => {
  it('[C] in one language', async () => {
    expect(await remarksOf({ 'step-01-see.md': step1.replace('- [C] Đi tiếp.\n', '') })).toEqual([
      'step-01-see.md:26:1 workflow/menu: the menu does not say what [C] does [add "- [C] …": going on through the gate]',
    ]);
  });

  it('[A], or with an empty one', async () => {
    const found = await remarksOf({ 'step-01-see.md': step1.replace('[A] Ask more.', '[A]') });
    expect(found).toEqual([
      'step-01-see.md:17:1 workflow/menu: the menu does not say what [A] does [add "- [A] …": going deeper]',
    ]);
  });

  it('a menu', async () => {
    const text = step1.replace(/### MENU\n\n- \[A\] Ask.*\n.*\n/, '');
    expect(await remarksOf({ 'step-01-see.md': text })).toEqual([
      'step-01-see.md:13:1 workflow/menu: this part has no menu [add "### MENU" with "- [A] …" and "- [C] …"]',
    ]);
  });

  it('a menu outside of a block of code', async () => {
    const text = step1.replace(/(### MENU\n\n- \[A\] Ask.*\n.*\n)/, '```\n$1```\n');
    expect((await remarksOf({ 'step-01-see.md': text }))[0]).toContain('this part has no menu');
  });

  it('any language', async () => {
    const text = step1.replace('## English', '## Deutsch').replace('## Tiếng Việt', '## Français');
    expect(await remarksOf({ 'step-01-see.md': text })).toEqual([
      'step-01-see.md:10:1 workflow/language: the text has no part in any language [write "## English" and "## Tiếng Việt", each with its text below it]',
    ]);
  });
});

describe('what is only doubtful is a warning:', () => {
  it('one language', async () => {
    const text = (FILES['skills/a.md'] ?? '').replace(/## Tiếng Việt[\s\S]*/, '');
    expect(await remarksOf({ 'skills/a.md': text })).toEqual([
      'skills/a.md:6:1 workflow/language: the text is there in one language only, and is shown to everybody [add "## English" or "## Tiếng Việt"]',
    ]);
  });

  it('a need of the gates that no step meets', async () => {
    const text = step2.replace('root-cause, known-evidence', 'known-evidence');
    expect(await remarksOf({ 'step-02-find.md': text })).toEqual([
      'workflow.md:2:14 workflow/unmet-need: no step says how to meet: root-cause [add them to the field "needs" of the steps where the gates ask for them]',
    ]);
  });

  it('a document that nobody loads', async () => {
    expect(await remarksOf({ 'skills/old.md': skillText('0.99') })).toEqual([
      'skills/old.md:0:0 workflow/unused: no step loads this document [load it, or remove it]',
    ]);
  });
});

describe('a folder', () => {
  it('that is not there is said', async () => {
    expect(await openPlaybook('/nowhere/at-all')).toMatchObject({
      ok: false,
      error: [{ file: '/nowhere/at-all', message: 'there is no such workflow' }],
    });
  });

  it('without a workflow.md is said', async () => {
    folder = await givenWorkflow();
    await unlink(join(folder.dir, 'workflow.md'));
    expect(await folder.remarks()).toEqual([
      'workflow.md:0:0 workflow/missing: there is no file "workflow.md" [paths begin at the workflow\'s own folder]',
    ]);
  });
});
