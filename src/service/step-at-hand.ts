/** The step at hand: what the workflow says to whoever goes on with an incident now. */
import { STEP_NAMES, stepOutputName } from '../artifacts/file-names.ts';
import { reportPath } from '../artifacts/report-path.ts';
import { needsOf } from '../domain/gates.ts';
import { type Incident, stepOf } from '../domain/incident.ts';
import { passedSteps } from '../domain/passed-steps.ts';
import type { Parts } from './parts.ts';

/** Plain JSON data with snake_case keys; `step` is null once all four are done. Texts are as their authors wrote them. */
export async function stepAtHand(parts: Parts, incident: Incident): Promise<object> {
  const { policy, playbook, projectName } = parts.settings();
  const n = stepOf(incident.phase.status);
  return {
    incident_id: incident.id,
    round: incident.reopened + 1,
    steps_completed: passedSteps(incident).map(({ step, at }) => ({
      step,
      name: STEP_NAMES[step],
      completed_at: at,
    })),
    step: n === null ? null : await stepOfPlaybook(parts, incident, n),
    needs: needsOf(incident, policy).map(({ need, text, remedy }) => ({ need, text, remedy })),
    report: reportPath(playbook.workflow.outputFile, projectName, incident.id),
  };
}

async function stepOfPlaybook(parts: Parts, incident: Incident, n: 1 | 2 | 3 | 4) {
  const read = await parts.settings().playbook.step(n);
  const { workflow, version, file, title, brief, body, questions, skills, menu, changed } = read;
  const round = incident.reopened;
  const begun = incident.steps.find((mark) => mark.step === n && mark.round === round);
  return {
    ...{ n, name: STEP_NAMES[n], workflow, version, file, title, brief, body, questions, skills },
    menu: { A: menu.deeper, C: menu.go },
    changed,
    began_at: begun?.beganAt ?? null,
    output: stepOutputName(incident.id, n),
  };
}
