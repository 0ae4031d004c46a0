/** Opens a workflow: its index is checked at once, the text of a step and its skills are read when the step begins. */

import { type Diagnostic, wholeFile } from '../documents/diagnostic.ts';
import type { StepNumber } from '../domain/marks.ts';
import { bodyOf } from './language-parts.ts';
import type { StepDocument } from './read-step.ts';
import { readWorkflow, type WorkflowReading } from './read-workflow.ts';
import { type Step, versionOf, type Workflow } from './workflow.ts';
import { WorkflowFiles } from './workflow-files.ts';

export interface OpenPlaybook {
  /** As it was when it was opened. */
  readonly workflow: Workflow;
  /** Reads the files now; never throws. */
  step(n: StepNumber): Promise<StepReading>;
}

export interface StepReading {
  readonly step: Step;
  /** Of the files that the step was read from. */
  readonly version: string;
  /** For a person; null when every file of the workflow is as it was checked. */
  readonly changed: string | null;
}

type Checked<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly error: readonly Diagnostic[] };

export type PlaybookResult = Checked<OpenPlaybook>;

/** @param dir the folder that holds `workflow.md`. Never throws. */
export async function openPlaybook(dir: string): Promise<PlaybookResult> {
  const read = await readAll(dir);
  if (!read.ok) return read;
  const { workflow } = read.value;
  return {
    ok: true,
    value: { workflow, step: (n) => readingOf(dir, workflow, n) },
    warnings: read.warnings,
  };
}

async function readAll(dir: string): Promise<Checked<WorkflowReading>> {
  const files = await WorkflowFiles.of(dir);
  if (files === null) return { ok: false, error: [noFolder(dir)] };
  const value = await readWorkflow(files);
  if (value === null) return { ok: false, error: files.problems('error') };
  return { ok: true, value, warnings: files.problems('warning') };
}

/** Everything is read and hashed again, so that an edit anywhere shows in the version of the step that begins. */
async function readingOf(dir: string, pinned: Workflow, n: StepNumber): Promise<StepReading> {
  const now = await readAll(dir);
  if (!now.ok) return fallback(pinned, n, now.error);
  const { workflow, steps } = now.value;
  const step = { ...at(workflow.steps, n), ...textOf(at(steps, n)) };
  const version = versionOf(workflow);
  if (workflow.sha256 === pinned.sha256) return { step, version, changed: null };
  const changed = `the workflow was edited since it was checked: ${versionOf(pinned)} is now ${version}`;
  return { step, version, changed };
}

/** Every workflow has its four steps, in order. */
function at<T>(steps: readonly T[], n: StepNumber): T {
  return steps[n - 1] as T;
}

function textOf({ parts, skills }: StepDocument): Pick<Step, 'body' | 'skills'> {
  return {
    body: bodyOf(parts),
    skills: skills.map(({ key, document, parts: texts }) => ({
      code: document.head.skill,
      title: document.head.title,
      file: key,
      body: bodyOf(texts),
    })),
  };
}

/** An incident goes on with what is known of the step; a broken file must not stop it. */
function fallback(pinned: Workflow, n: StepNumber, [first]: readonly Diagnostic[]): StepReading {
  const index = at(pinned.steps, n);
  const nothing = { en: '', vi: '' };
  const step = {
    ...index,
    body: nothing,
    skills: index.skills.map((skill) => ({ ...skill, body: nothing })),
  };
  const why = first === undefined ? '' : ` (${placeOf(first)}: ${first.message})`;
  const changed = `the workflow was edited and cannot be used as it is now${why}`;
  return { step, version: versionOf(pinned), changed };
}

function placeOf({ file, line, column }: Diagnostic): string {
  return line === 0 ? file : `${file}:${line}:${column}`;
}

function noFolder(dir: string): Diagnostic {
  return wholeFile(dir, {
    level: 'error',
    check: 'workflow/missing',
    message: 'there is no such workflow',
    fix: 'make the folder with a workflow.md, or name another one in workflow_defaults.workflow',
  });
}
