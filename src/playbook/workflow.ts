/** A workflow as its files tell it: the index that is kept, and a step as it is read when it begins. */
import type { StepNumber } from '../domain/marks.ts';
import type { NeedName } from '../domain/refusal.ts';
import type { Bilingual, SkillText } from '../ports/playbook.ts';

/** What is kept of a step: its front matter and its menu, not its text. */
export interface StepIndex {
  readonly n: StepNumber;
  /** `triage` */
  readonly name: string;
  /** Inside the workflow's folder. */
  readonly file: string;
  readonly title: Bilingual;
  /** The file of the step that follows; null after the last. */
  readonly next: string | null;
  readonly needs: readonly NeedName[];
  readonly questions: readonly Question[];
  /** Where its output goes, `step-1-output.md`. */
  readonly output: string;
  readonly menu: Menu;
  /** Its documents of knowledge, each once, those that a document loads itself before it. */
  readonly skills: readonly SkillIndex[];
}

export interface Question extends Bilingual {
  readonly id: string;
}

export interface SkillIndex {
  readonly code: string;
  readonly title: Bilingual;
  readonly file: string;
}

export interface Workflow {
  readonly id: string;
  readonly name: string;
  /** As its author calls it. */
  readonly version: string;
  readonly leadAgent: string;
  readonly supportingAgents: readonly string[];
  readonly phase: string;
  readonly configFile: string;
  readonly estimatedDuration: string;
  readonly outputFile: string;
  /** In their order, 1 to 4. */
  readonly steps: readonly StepIndex[];
  /** Over every file that belongs to it. */
  readonly sha256: string;
}

export interface Menu {
  /** What [A] does. */
  readonly deeper: Bilingual;
  /** What [C] does. */
  readonly go: Bilingual;
}

/** A step with its text, read now. */
export interface Step extends Omit<StepIndex, 'skills'> {
  readonly body: Bilingual;
  readonly skills: readonly SkillText[];
}

/** The author's version and the beginning of the hash: what a step that begins says it followed. */
export function versionOf({ version, sha256 }: Pick<Workflow, 'version' | 'sha256'>): string {
  return `${version}+${sha256.slice(0, 12)}`;
}
