/** One step as it is read: its document, its language parts, and the documents of knowledge that it loads. */
import { type MarkdownDocument, readMarkdown } from '../documents/markdown-document.ts';
import type { Remark } from '../documents/source-text.ts';
import { SkillHead, StepHead } from './front-matter.ts';
import { type LanguageParts, languageParts, partRemarks } from './language-parts.ts';
import { loadDirectives } from './load-directives.ts';
import { menuRemarks } from './step-menu.ts';
import type { At, WorkflowFile, WorkflowFiles } from './workflow-files.ts';

export const ENTRY = 'workflow.md';

export interface StepDocument {
  readonly key: string;
  readonly document: MarkdownDocument<StepHead>;
  readonly parts: LanguageParts;
  /** Each once; what a document loads itself stands before it. */
  readonly skills: readonly SkillDocument[];
}

export interface SkillDocument {
  readonly key: string;
  readonly document: MarkdownDocument<SkillHead>;
  readonly parts: LanguageParts;
}

/** A file of the workflow's own folder that is a step by its name. */
export function isStepFile(key: string): boolean {
  return /^step-[^/]*\.md$/u.test(key);
}

/** null when its file or its front matter cannot be read; whatever is wrong is reported to `files`. */
export async function readStep(
  files: WorkflowFiles,
  name: string,
  at: At,
): Promise<StepDocument | null> {
  const file = await files.read(name, at);
  if (file === null) return null;
  const document = readMarkdown(file.file, file.text, StepHead);
  if (!document.ok) {
    files.report(...document.error);
    return null;
  }
  const parts = languageParts(document);
  files.report(...partRemarks(document, parts), ...menuRemarks(document, parts));
  const skills = new Map<string, SkillDocument>();
  await loadSkills(files, document, [ENTRY, file.key], skills);
  if (skills.size === 0) {
    files.report(document.mark(document.bodyStart, document.bodyStart + 1, NO_SKILL));
  }
  return { key: file.key, document, parts, skills: [...skills.values()] };
}

/** @param path from the workflow to the document, both included */
async function loadSkills(
  files: WorkflowFiles,
  from: MarkdownDocument<unknown>,
  path: readonly string[],
  found: Map<string, SkillDocument>,
): Promise<void> {
  for (const { target, start, end } of loadDirectives(from.text, from.bodyStart)) {
    const at: At = (remark) => from.mark(start, end, remark);
    const file = await files.read(target, at);
    if (file === null || found.has(file.key)) continue;
    const wrong = wrongTarget(file.key, path);
    if (wrong === null) await loadSkill(files, file, path, found);
    else files.report(at(wrong));
  }
}

async function loadSkill(
  files: WorkflowFiles,
  { key, file, text }: WorkflowFile,
  path: readonly string[],
  found: Map<string, SkillDocument>,
): Promise<void> {
  const document = readMarkdown(file, text, SkillHead);
  if (!document.ok) {
    files.report(...document.error);
    return;
  }
  const parts = languageParts(document);
  files.report(...partRemarks(document, parts));
  await loadSkills(files, document, [...path, key], found);
  found.set(key, { key, document, parts });
}

function wrongTarget(key: string, path: readonly string[]): Remark | null {
  const at = path.indexOf(key);
  if (at >= 0) return circular([...path.slice(at), key]);
  if (!isStepFile(key) && key !== ENTRY) return null;
  return {
    level: 'error',
    check: 'workflow/load',
    message: `"${key}" is no document of knowledge`,
    fix: 'a step is reached by the field "next" of the step before it',
  };
}

function circular(circle: readonly string[]): Remark {
  const [first = ''] = circle;
  return {
    level: 'error',
    check: 'workflow/circular',
    message:
      circle.length === 2
        ? `"${first}" loads itself`
        : `"${first}" loads itself in a circle: ${circle.join(' → ')}`,
    fix: 'remove this line',
  };
}

const NO_SKILL: Remark = {
  level: 'warning',
  check: 'workflow/no-skill',
  message: 'this step loads no document of knowledge',
  fix: 'write "Load: skills/…md" on a line of its own',
};
