/** An open workflow behind the port that the service knows. */
import type { Playbook, StepText, WorkflowCard } from '../ports/playbook.ts';
import { briefOf } from './brief.ts';
import type { OpenPlaybook, StepReading } from './open-playbook.ts';
import { versionOf, type Workflow } from './workflow.ts';

export function asPlaybook(open: OpenPlaybook): Playbook {
  return {
    workflow: cardOf(open.workflow),
    step: async (n) => stepText(open.workflow.id, await open.step(n)),
  };
}

function cardOf(workflow: Workflow): WorkflowCard {
  const { id, name, leadAgent, supportingAgents, phase, estimatedDuration, outputFile } = workflow;
  const version = versionOf(workflow);
  return { id, name, version, leadAgent, supportingAgents, phase, estimatedDuration, outputFile };
}

function stepText(workflow: string, { step, version, changed }: StepReading): StepText {
  const { n, file, title, questions, skills, needs, menu, body } = step;
  return {
    n,
    workflow,
    version,
    file,
    title,
    questions: questions.map(({ en, vi }) => ({ en, vi })),
    skills: skills.map((skill) => `${skill.code} ${skill.title.en}`),
    brief: { en: briefOf(body.en), vi: briefOf(body.vi) },
    needs,
    menu,
    body,
    reading: skills,
    changed,
  };
}
