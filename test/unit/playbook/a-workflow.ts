/** A small workflow in a folder of its own: right as it is, and to be broken by tests. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../../../src/documents/diagnostic.ts';
import { openPlaybook } from '../../../src/playbook/open-playbook.ts';

export interface WorkflowFolder {
  readonly dir: string;
  write(name: string, text: string | Buffer): Promise<void>;
  /** Every remark of an opening, `step-01-triage.md:4:3 check: message [fix]`, errors or else warnings. */
  remarks(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

export type Files = Readonly<Record<string, string>>;

const PARTS = `## English

First this.

### MENU

- [A] Ask more.
- [C] Go on.

## Tiếng Việt

Trước hết là đây.

### MENU

- [A] Hỏi thêm.
- [C] Đi tiếp.
`;

export function stepText(n: number, name: string, next: string, needs: string): string {
  return `---
step: ${n}
name: ${name}
title: {en: Step ${n}, vi: Bước ${n}}
next: ${next}
needs: [${needs}]
questions:
  - {id: what, en: What is it?, vi: Đó là gì?}
output: step-${n}-output.md
---
Load: skills/a.md

${PARTS}`;
}

export function skillText(code: string, load = ''): string {
  return `---\nskill: "${code}"\ntitle: Skill\n---\n${load}\n## English\n\nKnow this.\n\n## Tiếng Việt\n\nBiết điều này.\n`.replace(
    'title: Skill',
    'title: {en: Knowing, vi: Hiểu biết}',
  );
}

export const WORKFLOW = `---
workflow_id: W-TEST-001
workflow_name: A test
version: 1.0.0
lead_agent: Lan
supporting_agents: [Minh]
phase: run
config_file: _config/config.yaml
estimated_duration: an hour
outputFile: '{output_folder}/done/{{project_name}}-{{date}}.md'
---
Load: step-01-see.md
`;

export const FILES: Files = {
  'workflow.md': WORKFLOW,
  'step-01-see.md': stepText(
    1,
    'see',
    'step-02-find.md',
    'severity-confirmed, affected-services, impact, commander',
  ),
  'step-02-find.md': stepText(2, 'find', 'step-03-mend.md', 'root-cause, known-evidence'),
  'step-03-mend.md': stepText(
    3,
    'mend',
    'step-04-learn.md',
    'fix, rollback, alerts-clear, verification, user-reports',
  ),
  'step-04-learn.md': stepText(4, 'learn', 'none', 'five-whys, action-item, prevention'),
  'skills/a.md': skillText('1.01'),
};

/** Only these files, where any are given over the right ones: an empty text leaves the file out. */
export async function givenWorkflow(changes: Files = {}): Promise<WorkflowFolder> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'tocsin-workflow-')));
  const dir = join(parent, 'test-workflow');
  const write = async (name: string, text: string | Buffer) => {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  };
  for (const [name, text] of Object.entries({ ...FILES, ...changes })) {
    if (text !== '') await write(name, text);
  }
  return {
    dir,
    write,
    async remarks() {
      const opened = await openPlaybook(dir);
      return (opened.ok ? opened.warnings : opened.error).map((one) => remarkLine(dir, one));
    },
    remove: () => rm(parent, { recursive: true, force: true }),
  };
}

function remarkLine(dir: string, one: Diagnostic): string {
  const place = `${one.file.replace(`${dir}/`, '')}:${one.line}:${one.column}`;
  return `${place} ${one.check}: ${one.message}${one.fix === undefined ? '' : ` [${one.fix}]`}`;
}
