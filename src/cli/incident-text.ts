/** An incident as the terminal shows it; whatever came from an alert loses its control characters first. */
import { printable } from '../documents/diagnostic.ts';
import { colours } from './colour.ts';

/** The part of the API's incident context that is shown. */
export interface ShownIncident {
  readonly incident_id: string;
  readonly title: string;
  readonly severity: string;
  readonly severity_confirmed: { readonly by: string; readonly how: string } | null;
  readonly severity_proposal: { readonly rule: string; readonly reason: string };
  readonly status: string;
  readonly current_step: string;
  readonly started_at: string;
  readonly affected_services: readonly string[];
  readonly incident_commander: string | null;
  readonly impact: string | null;
  readonly assumed_impact: string | null;
  readonly next_update_due_at: string | null;
  readonly alerts: { readonly firing: number; readonly resolved: number };
  readonly root_cause: { readonly text: string; readonly evidence: readonly string[] } | null;
  readonly fix: { readonly text: string; readonly rollback: string } | null;
  readonly evidence: readonly { readonly id: string; readonly summary: string }[];
  readonly hypotheses: readonly {
    readonly id: string;
    readonly text: string;
    readonly confidence: number;
  }[];
  readonly past_incidents: readonly {
    readonly id: string;
    readonly title: string;
    readonly fix: string | null;
  }[];
  readonly actions: readonly {
    readonly id: string;
    readonly text: string;
    readonly owner: string;
    readonly due: string;
    readonly state: string;
  }[];
  readonly needs: readonly { readonly text: string; readonly remedy: string }[];
}

const SECOND_PRECISION = 19;
const LABEL_WIDTH = 11;

export function incidentRow(incident: ShownIncident): string {
  const { incident_id: id, severity, status, started_at: started, title } = incident;
  return [
    id,
    severityText(incident, severity),
    status.padEnd(10),
    shortTime(started),
    printable(title),
  ].join('  ');
}

export function incidentText(incident: ShownIncident): string {
  const pc = colours(process.stdout);
  const { incident_id: id, severity, status, title, needs } = incident;
  const lines = [
    `${pc.bold(id)}  ${severityText(incident, severity)}  ${status}  ${printable(title)}`,
    ...standing(incident),
    ...known(incident),
    ...needs.map(
      ({ text, remedy }) =>
        `  ${pc.yellow('needs'.padEnd(LABEL_WIDTH))}${printable(`${text}: ${remedy}`)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function standing(incident: ShownIncident): readonly string[] {
  const { severity_proposal: proposal, alerts, next_update_due_at: due } = incident;
  return [
    line('severity', `${sureness(incident)}; ${proposal.rule}: ${proposal.reason}`),
    line('impact', incident.impact ?? incident.assumed_impact ?? 'unknown'),
    line('services', incident.affected_services.join(', ') || 'unknown'),
    line('commander', incident.incident_commander ?? 'nobody yet'),
    line('alerts', `${alerts.firing} firing, ${alerts.resolved} resolved`),
    line('began', shortTime(incident.started_at)),
    ...(due === null ? [] : [line('update due', shortTime(due))]),
    line('step', incident.current_step),
  ];
}

/** What was found out, and what is to be done about it. */
function known(incident: ShownIncident): readonly string[] {
  const { evidence, hypotheses, past_incidents: past, root_cause: cause, fix, actions } = incident;
  return [
    ...evidence.map(({ id, summary }) => line(id, summary)),
    ...hypotheses.map(({ id, confidence, text }) =>
      line(id, `${Math.round(confidence * 100)} %  ${text}`),
    ),
    ...past.map(({ id, title, fix: by }) =>
      line('like', `${id} ${title}${by === null ? '' : `; fixed by ${by}`}`),
    ),
    ...(cause === null ? [] : [line('cause', `${cause.text} (${cause.evidence.join(' ')})`)]),
    ...(fix === null ? [] : [line('fix', `${fix.text}; to undo it: ${fix.rollback || 'unknown'}`)]),
    ...actions.map(({ id, state, text, owner, due }) =>
      line(id, `${state}  ${text} (${owner || 'nobody'}, due ${due || 'never'})`),
    ),
  ];
}

function line(label: string, text: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${printable(text)}`;
}

function sureness({ severity_confirmed: confirmed }: ShownIncident): string {
  if (confirmed === null) return 'proposed';
  return confirmed.how === 'person' ? `confirmed by ${confirmed.by}` : 'taken at the deadline';
}

function severityText(incident: ShownIncident, severity: string): string {
  const pc = colours(process.stdout);
  const text = incident.severity_confirmed === null ? `${severity}?` : `${severity} `;
  if (severity === 'SEV1') return pc.red(pc.bold(text));
  return severity === 'SEV2' ? pc.yellow(text) : text;
}

function shortTime(instant: string): string {
  return `${instant.slice(0, SECOND_PRECISION).replace('T', ' ')} UTC`;
}
