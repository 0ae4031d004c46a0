/** The playbook is the workflow that people follow: one card for the whole, and a text for each step when it begins. */
import type { StepNumber } from '../domain/marks.ts';
import type { NeedName } from '../domain/refusal.ts';

/** The same in both languages; where an author wrote only one, it stands in both. */
export interface Bilingual {
  readonly en: string;
  readonly vi: string;
}

export interface WorkflowCard {
  /** `W-INCIDENT-001` */
  readonly id: string;
  readonly name: string;
  /** What its author calls it, then `+` and twelve digits of the hash over all its files: `6.2.0+3f2a9c1b7d4e`. */
  readonly version: string;
  readonly leadAgent: string;
  readonly supportingAgents: readonly string[];
  readonly phase: string;
  readonly estimatedDuration: string;
  /** The template of the final document: `{output_folder}/psm-artifacts/incident-{{project_name}}-{{date}}.md`. */
  readonly outputFile: string;
}

/** A document of knowledge that a step loads. */
export interface SkillText {
  /** `5.08` */
  readonly code: string;
  readonly title: Bilingual;
  /** Inside the workflow's folder. */
  readonly file: string;
  readonly body: Bilingual;
}

/** One step as it is read at the moment when it begins. */
export interface StepText {
  readonly n: StepNumber;
  /** The workflow's id. */
  readonly workflow: string;
  /** Of the files as they are now. */
  readonly version: string;
  /** `step-01-triage.md` */
  readonly file: string;
  readonly title: Bilingual;
  readonly questions: readonly Bilingual[];
  /** `5.08 Observability & Monitoring` */
  readonly skills: readonly string[];
  /** What to do first, as plain text of at most 600 characters; empty when the file cannot be used any more. */
  readonly brief: Bilingual;
  readonly needs: readonly NeedName[];
  /** What [A] and [C] do here, in a sentence. */
  readonly menu: { readonly deeper: Bilingual; readonly go: Bilingual };
  /** The guidance as Markdown; empty when the file cannot be used any more. */
  readonly body: Bilingual;
  readonly reading: readonly SkillText[];
  /** What differs from the files that were checked at the start, for a person; null when nothing does. */
  readonly changed: string | null;
}

export interface Playbook {
  readonly workflow: WorkflowCard;
  /**
   * Reads the step and its skills now. Never throws: an edit that is right is taken, and one that is wrong leaves
   * titles, questions and needs as they were checked; `changed` says so in both cases.
   */
  step(n: StepNumber): Promise<StepText>;
}
