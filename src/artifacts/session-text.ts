/** The session files of an incident in YAML: where it stands in the workflow, for whoever goes on with it. */
import { Document, isScalar, Scalar, visit } from 'yaml';
import { commanderOf, type Incident } from '../domain/incident.ts';
import { passedSteps } from '../domain/passed-steps.ts';
import type { Policy } from '../domain/policy.ts';
import type { Need } from '../domain/refusal.ts';
import { STEP_NAMES, stepOutputName } from './file-names.ts';
import { currentStep, timelineOf } from './incident-context.ts';
import { plainLine } from './neutral.ts';

/** `incident-context.yaml`: the incident, in exactly the fields of the workflow's state. */
export function contextText(incident: Incident, policy: Policy): string {
  return yaml({ incident_context: contextOf(incident, policy) });
}

/**
 * `incident-session.yaml`: which steps are done, which one is next, and what its gate still asks.
 *
 * @param report where the final document is, relative to the output folder
 */
export function sessionText(
  incident: Incident,
  policy: Policy,
  needs: readonly Need[],
  report: string,
): string {
  return yaml({
    workflow: workflowOf(incident),
    incident_context: contextOf(incident, policy),
    round: incident.reopened + 1,
    steps_completed: passedSteps(incident).map(({ step, at }) => ({
      step: STEP_NAMES[step],
      completed_at: at,
      output: stepOutputName(incident.id, step).split('/').at(-1),
    })),
    next_step: currentStep(incident),
    needs: needs.map(({ need, text, remedy }) => ({
      need,
      text: plainLine(text),
      remedy: plainLine(remedy),
    })),
    report,
    resume: `[RESUME-INC] ${incident.id}`,
  });
}

function workflowOf({ steps }: Incident) {
  const last = steps.at(-1);
  return last === undefined ? null : { id: last.workflow, version: last.version };
}

function contextOf(incident: Incident, policy: Policy) {
  const commander = commanderOf(incident, policy);
  return {
    incident_id: incident.id,
    severity: incident.severity,
    status: incident.phase.status,
    affected_services: incident.affectedServices.map((name) => plainLine(name, 200)),
    started_at: incident.startedAt,
    timeline: timelineOf(incident),
    current_step: currentStep(incident),
    last_updated: incident.lastUpdated,
    incident_commander: commander === null ? null : plainLine(commander, 200),
  };
}

/** Texts are quoted where YAML would read them as something else, or a spreadsheet as a formula; one name is one line. */
function yaml(content: unknown): string {
  const document = new Document(content);
  visit(document, {
    Scalar: (_, node) => {
      if (isScalar(node) && /^[=+\-@]/u.test(String(node.value))) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 });
}
