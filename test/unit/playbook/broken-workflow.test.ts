import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  FILES,
  type Files,
  givenWorkflow,
  skillText,
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
const loading = (text: string, line: string) => text.replace('Load: skills/a.md', line);

describe('a workflow that is right', () => {
  it('is opened without a remark', async () => {
    expect(await remarksOf({})).toEqual([]);
  });

  it('may be written with the line ends of Windows', async () => {
    const crlf = Object.entries(FILES).map(([name, text]) => [name, text.replace(/\n/g, '\r\n')]);
    expect(await remarksOf(Object.fromEntries(crlf))).toEqual([]);
  });

  it('may load by a list, in quotes, and the same document over two ways', async () => {
    const list = '- Load: `skills/b.md`\n- **Load:** skills/c.md';
    expect(
      await remarksOf({
        'step-01-see.md': loading(step1, list),
        'skills/b.md': skillText('1.02', 'Load: skills/a.md'),
        'skills/c.md': skillText('1.03', 'Load: skills/a.md'),
      }),
    ).toEqual([]);
  });
});

describe('a document that cannot be loaded is shown where it is asked for:', () => {
  it.each([
    ['missing', 'Load: skills/z.md', 'missing: there is no file "skills/z.md"'],
    ['above', 'Load: ../z.md', 'outside: "../z.md" leads out of the workflow\'s folder'],
    ['above in between', 'Load: skills/../../z.md', 'outside: "skills/../../z.md" leads out'],
    ['absolute', 'Load: /etc/passwd', 'outside: "/etc/passwd" leads out'],
    ['of Windows', 'Load: C:\\z.md', 'outside: "C:\\z.md" leads out'],
    ['at home', 'Load: ~/z.md', 'outside: "~/z.md" leads out'],
    ['no Markdown', 'Load: skills/a.yaml', 'missing: "skills/a.yaml" is no Markdown file'],
  ])('%s', async (_name, line, text) => {
    const [first, ...more] = await remarksOf({ 'step-01-see.md': loading(step1, line) });
    expect(first).toContain(`step-01-see.md:11:7 workflow/${text}`);
    expect(more.filter((one) => !one.includes('warning'))).toEqual([]);
  });

  it('not named at all', async () => {
    expect(await remarksOf({ 'step-01-see.md': loading(step1, 'Load:') })).toEqual([
      'step-01-see.md:11:1 workflow/missing: no file is named here [write the path of a file]',
    ]);
  });

  it('behind a link that leads out', async () => {
    folder = await givenWorkflow({ 'step-01-see.md': loading(step1, 'Load: skills/b.md') });
    await writeFile(join(folder.dir, '../secret.md'), skillText('6.66'));
    await symlink('../../secret.md', join(folder.dir, 'skills/b.md'));
    expect(await folder.remarks()).toEqual([
      'step-01-see.md:11:7 workflow/outside: "skills/b.md" leads out of the workflow\'s folder [copy the file into it]',
    ]);
  });

  it('larger than 256 kB', async () => {
    expect(
      await remarksOf({ 'skills/a.md': `${skillText('1.01')}${'x'.repeat(256_000)}` }),
    ).toContain(
      'step-01-see.md:11:7 workflow/size: "skills/a.md" is larger than 256 kB [split it, or shorten it]',
    );
  });

  it('a folder', async () => {
    folder = await givenWorkflow({
      'step-01-see.md': loading(step1, 'Load: skills/b.md'),
      'skills/b.md/c.md': 'x',
    });
    expect((await folder.remarks())[0]).toContain('"skills/b.md" is not a regular file');
  });
});

describe('a circle is shown at the line that closes it:', () => {
  it('a document that loads itself', async () => {
    expect(await remarksOf({ 'skills/a.md': skillText('1.01', 'Load: skills/a.md') })).toEqual([
      'skills/a.md:5:7 workflow/circular: "skills/a.md" loads itself [remove this line]',
    ]);
  });

  it('two that load each other', async () => {
    expect(
      await remarksOf({
        'skills/a.md': skillText('1.01', 'Load: skills/b.md'),
        'skills/b.md': skillText('1.02', 'Load: skills/a.md'),
      }),
    ).toEqual([
      'skills/b.md:5:7 workflow/circular: "skills/a.md" loads itself in a circle: skills/a.md → skills/b.md → skills/a.md [remove this line]',
    ]);
  });

  it('through a link to the same file', async () => {
    folder = await givenWorkflow({ 'skills/a.md': skillText('1.01', 'Load: skills/b.md') });
    await symlink('a.md', join(folder.dir, 'skills/b.md'));
    expect(await folder.remarks()).toEqual([
      'skills/a.md:5:7 workflow/circular: "skills/a.md" loads itself [remove this line]',
    ]);
  });

  it('back to the step', async () => {
    expect(await remarksOf({ 'skills/a.md': skillText('1.01', 'Load: step-01-see.md') })).toContain(
      'skills/a.md:5:7 workflow/circular: "step-01-see.md" loads itself in a circle: step-01-see.md → skills/a.md → step-01-see.md [remove this line]',
    );
  });

  it('and a step that loads another step is none, but wrong all the same', async () => {
    expect(await remarksOf({ 'step-01-see.md': loading(step1, 'Load: step-02-find.md') })).toEqual([
      'step-01-see.md:11:7 workflow/load: "step-02-find.md" is no document of knowledge [a step is reached by the field "next" of the step before it]',
    ]);
  });
});

describe('front matter that is wrong is shown at its field:', () => {
  it.each([
    [
      'an unknown key',
      step1.replace('needs:', 'neds:'),
      'step-01-see.md:6:1 schema/unknown-field: unknown field "neds" [did you mean "needs"?]',
    ],
    [
      'an unknown need',
      step1.replace('impact', 'inpact'),
      'step-01-see.md:6:48 schema/value: item 3 of "needs" cannot be "inpact" [did you mean "impact"?]',
    ],
    [
      'a need that no step meets',
      step1.replace('commander]', 'authority]'),
      'step-01-see.md:6:56 schema/value: item 4 of "needs" cannot be "authority"',
    ],
    [
      'a number that is none',
      step1.replace('step: 1', 'step: one'),
      'step-01-see.md:2:7 schema/type: "step" must be a number [found "one"]',
    ],
    [
      'broken YAML',
      step1.replace('title: {en', 'title: {en: {'),
      'step-01-see.md:5:1 yaml/syntax: Flow map',
    ],
    [
      'no front matter',
      step1.slice(4),
      'step-01-see.md:1:1 markdown/front-matter: the file does not begin with front matter',
    ],
    [
      'front matter without an end',
      '---\nstep: 1\n',
      'step-01-see.md:1:1 markdown/front-matter: the front matter does not end',
    ],
    [
      'a title in no language',
      step1.replace(/title: .*/, 'title: {}'),
      'step-01-see.md:4:1 workflow/field: "title" must be said in en, in vi, or in both',
    ],
    [
      'a question that is asked twice',
      step1.replace(/( {2}- \{id.*\n)/, '$1$1'),
      'step-01-see.md:9:10 workflow/field: the question "what" is asked twice',
    ],
  ])('%s', async (_name, text, expected) => {
    expect((await remarksOf({ 'step-01-see.md': text })).join('\n')).toContain(expected);
  });

  it.each([
    [
      '{output_folder}/{{projekt_name}}.md',
      '10:30 workflow/field: unknown placeholder {{projekt_name}} [did you mean {{project_name}}?]',
    ],
    [
      '{{output_folder}}/a.md',
      '10:14 workflow/field: unknown placeholder {{output_folder}} [did you mean {output_folder}?]',
    ],
    ['a/b.md', '"outputFile" must begin with {output_folder}/'],
    ['{output_folder}/../a.md', '"outputFile" must be a path inside the output folder'],
    ['{output_folder}//etc/a.md', '"outputFile" must be a path inside the output folder'],
    ['{output_folder}/a.sh', 'that ends in .md'],
    ['{output_folder}/{output_folder}/a.md', '"outputFile" must name {output_folder} once'],
  ])('the template %s', async (template, expected) => {
    const text = WORKFLOW.replace(/outputFile: .*/, `outputFile: '${template}'`);
    const found = await remarksOf({ 'workflow.md': text });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('workflow.md:10:');
    expect(found[0]).toContain(expected);
  });

  it('a file that is not UTF-8, at the place', async () => {
    folder = await givenWorkflow();
    const bytes = Buffer.concat([
      Buffer.from('---\nskill: "1.01"\ntitle: {en: "Đ\ufffd'),
      Buffer.from([0xe9]),
      Buffer.from('"}\n---\n'),
    ]);
    await folder.write('skills/a.md', bytes);
    expect(await folder.remarks()).toEqual([
      'skills/a.md:3:16 workflow/encoding: the file is not UTF-8 text [save it as UTF-8]',
    ]);
  });

  it('everything at once, and each thing once', async () => {
    const found = await remarksOf({
      'step-01-see.md': step1.replace('needs:', 'neds:'),
      'step-02-find.md': step2.replace('name: find', 'name: Find It'),
      'skills/a.md': skillText('1.01', 'Load: skills/a.md'),
    });
    expect(found.map((one) => one.split(' ')[0])).toEqual([
      'skills/a.md:5:7',
      'step-01-see.md:2:1',
      'step-01-see.md:6:1',
      'step-02-find.md:3:7',
    ]);
  });
});
