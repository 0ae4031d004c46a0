/** The index of a workflow: what is kept of its front matters, its menus, and of what loads what. */
import type { StepNumber } from '../domain/marks.ts';
import type { WorkflowHead } from './front-matter.ts';
import type { StepDocument } from './read-step.ts';
import { menuOf } from './step-menu.ts';
import type { StepIndex, Workflow } from './workflow.ts';

/** Of a workflow that was found to be right. */
export function workflowIndex(
  head: WorkflowHead,
  chain: readonly StepDocument[],
  sha256: string,
): Workflow {
  return {
    id: head.workflow_id,
    name: head.workflow_name,
    version: head.version,
    leadAgent: head.lead_agent,
    supportingAgents: head.supporting_agents,
    phase: head.phase,
    configFile: head.config_file,
    estimatedDuration: head.estimated_duration,
    outputFile: head.outputFile,
    steps: chain.map(indexOf),
    sha256,
  };
}

function indexOf(
  { key, document, parts, skills }: StepDocument,
  i: number,
  chain: readonly StepDocument[],
): StepIndex {
  const { step, name, title, needs, questions, output } = document.head;
  return {
    // The chain is 1 to 4, or there is no index.
    n: step as StepNumber,
    name,
    file: key,
    title,
    next: chain[i + 1]?.key ?? null,
    needs,
    questions,
    output,
    menu: menuOf(parts),
    skills: skills.map((skill) => ({
      code: skill.document.head.skill,
      title: skill.document.head.title,
      file: skill.key,
    })),
  };
}
