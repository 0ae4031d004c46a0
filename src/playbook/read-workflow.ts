/** Reads a whole workflow: every file is checked, and so is what loads what. */

import { type MarkdownDocument, readMarkdown } from '../documents/markdown-document.ts';
import type { Remark } from '../documents/source-text.ts';
import { WorkflowHead } from './front-matter.ts';
import { loadDirectives } from './load-directives.ts';
import { ENTRY, isStepFile, readStep, type StepDocument } from './read-step.ts';
import { chainRemarks, circleRemark } from './step-chain.ts';
import { unmetNeeds } from './step-needs.ts';
import type { Workflow } from './workflow.ts';
import type { At, WorkflowFiles } from './workflow-files.ts';
import { workflowIndex } from './workflow-index.ts';

export interface WorkflowReading {
  readonly workflow: Workflow;
  /** With their texts, 1 to 4. */
  readonly steps: readonly StepDocument[];
}

/** null when something is wrong; whatever is found is reported to `files`, warnings too. */
export async function readWorkflow(files: WorkflowFiles): Promise<WorkflowReading | null> {
  const entry = await readEntry(files);
  if (entry === null) return null;
  const chain = await readChain(files, entry);
  const others = await readOthers(files, chain);
  // What leads nowhere has been said already, where it was named.
  if (files.problems('error').length === 0) files.report(...chainRemarks(chain, others));
  await lookForUnused(files);
  reportUnmet(files, entry, chain);
  if (files.problems('error').length > 0) return null;
  const workflow = workflowIndex(entry.head, chain, files.sha256());
  return { workflow, steps: chain };
}

async function readEntry(files: WorkflowFiles): Promise<MarkdownDocument<WorkflowHead> | null> {
  const file = await files.read(ENTRY, (remark) => files.whole(ENTRY, remark));
  if (file === null) return null;
  const document = readMarkdown(file.file, file.text, WorkflowHead);
  if (document.ok) return document;
  files.report(...document.error);
  return null;
}

async function readChain(
  files: WorkflowFiles,
  entry: MarkdownDocument<WorkflowHead>,
): Promise<readonly StepDocument[]> {
  const [first, ...more] = loadDirectives(entry.text, entry.bodyStart);
  for (const { start, end } of more) files.report(entry.mark(start, end, ONE_LOAD));
  if (first === undefined) {
    files.report(entry.mark(entry.bodyStart, entry.bodyStart + 1, NO_LOAD));
    return [];
  }
  const chain: StepDocument[] = [];
  let name: string | null = first.target;
  let at: At = (remark) => entry.mark(first.start, first.end, remark);
  while (name !== null) {
    const step: StepDocument | null = await readStep(files, name, at);
    if (step === null) break;
    if (chain.some(({ key }) => key === step.key)) {
      files.report(at(circleRemark(step.key)));
      break;
    }
    chain.push(step);
    name = step.document.head.next;
    at = (remark) => step.document.remark(['next'], remark);
  }
  return chain;
}

async function readOthers(
  files: WorkflowFiles,
  chain: readonly StepDocument[],
): Promise<readonly StepDocument[]> {
  const others: StepDocument[] = [];
  for (const key of (await files.list('')).filter(isStepFile)) {
    if (chain.some((step) => step.key === key)) continue;
    const step = await readStep(files, key, (remark) => files.whole(key, remark));
    if (step !== null) others.push(step);
  }
  return others;
}

async function lookForUnused(files: WorkflowFiles): Promise<void> {
  for (const key of await files.list('skills')) {
    if (!files.has(key)) files.report(files.whole(key, UNUSED));
  }
}

function reportUnmet(
  files: WorkflowFiles,
  entry: MarkdownDocument<WorkflowHead>,
  chain: readonly StepDocument[],
): void {
  if (files.problems('error').length > 0) return;
  const unmet = unmetNeeds(chain.map((step) => step.document.head));
  if (unmet.length === 0) return;
  files.report(
    entry.remark(['workflow_id'], {
      level: 'warning',
      check: 'workflow/unmet-need',
      message: `no step says how to meet: ${unmet.join(', ')}`,
      fix: 'add them to the field "needs" of the steps where the gates ask for them',
    }),
  );
}

const NO_LOAD: Remark = {
  level: 'error',
  check: 'workflow/chain',
  message: 'no step is loaded',
  fix: 'write "Load: step-01-triage.md" on a line of its own',
};

const ONE_LOAD: Remark = {
  level: 'error',
  check: 'workflow/chain',
  message: 'a workflow loads its first step only',
  fix: 'each step names the one that follows in its field "next"',
};

const UNUSED: Remark = {
  level: 'warning',
  check: 'workflow/unused',
  message: 'no step loads this document',
  fix: 'load it, or remove it',
};
