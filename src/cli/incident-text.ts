/** An incident as the terminal shows it; whatever came from an alert loses its control characters first. */
import { printable } from '../documents/diagnostic.ts';
import { colours } from './colour.ts';

/** The part of the API's incident context that is shown. */
export interface ShownIncident {
  readonly incident_id: string;
  readonly title: string;
  readonly severity: string;
  readonly severity_confirmed: { readonly by: string } | null;
  readonly severity_proposal: { readonly rule: string; readonly reason: string };
  readonly status: string;
  readonly current_step: string;
  readonly started_at: string;
  readonly affected_services: readonly string[];
  readonly incident_commander: string | null;
  readonly evidence: readonly { readonly id: string; readonly summary: string }[];
  readonly needs: readonly { readonly text: string; readonly remedy: string }[];
}

const SECOND_PRECISION = 19;

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
  const { severity_proposal: proposal, severity_confirmed: confirmed } = incident;
  const sure = confirmed === null ? 'proposed' : `confirmed by ${printable(confirmed.by)}`;
  const lines = [
    `${pc.bold(incident.incident_id)}  ${severityText(incident, incident.severity)}  ${incident.status}  ${printable(incident.title)}`,
    `  severity   ${sure}; ${printable(`${proposal.rule}: ${proposal.reason}`)}`,
    `  services   ${printable(incident.affected_services.join(', ')) || 'unknown'}`,
    `  commander  ${printable(incident.incident_commander ?? 'nobody yet')}`,
    `  began      ${shortTime(incident.started_at)}`,
    `  step       ${incident.current_step}`,
    ...incident.evidence.map((each) => `  ${each.id.padEnd(9)}  ${printable(each.summary)}`),
    ...incident.needs.map(
      (need) => `  ${pc.yellow('needs')}      ${printable(need.text)}: ${printable(need.remedy)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
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
