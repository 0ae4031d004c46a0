/** The report's path: where the workflow wants the final document, with what keeps two incidents apart. */
import { postmortemName, stepOutputName, summaryName } from './file-names.ts';
import { outputPath } from './output-path.ts';

const INCIDENT_ID = /^INC-(\d{4}-\d{2}-\d{2})-(\d{3,9})$/;

/**
 * `psm-artifacts/incident-shop-2026-11-22-001.md`, relative to the output folder and never outside of it. It follows
 * from the template and the incident alone: the number of the day is always in it, the day too where the template has
 * lost it, and it is never the name of another document of the incident.
 *
 * @param template the workflow's `outputFile`
 */
export function reportPath(template: string, projectName: string, incidentId: string): string {
  const [, date = '', number = ''] = INCIDENT_ID.exec(incidentId) ?? [];
  const values = { project_name: projectName, date, incident_id: incidentId };
  const stem = outputPath(template, values).replace(/\.md$/u, '');
  const own = `${stem}${markOf(stem, date, number)}`;
  return isOurs(own, projectName, incidentId) ? `${own}-report.md` : `${own}.md`;
}

/** What the name lacks to be of this incident only. */
function markOf(stem: string, date: string, number: string): string {
  if (date === '' || stem.includes(`INC-${date}-${number}`)) return '';
  return stem.includes(date) ? `-${number}` : `-${date}-${number}`;
}

/** Some file systems take capital and small letters for the same. */
function isOurs(stem: string, projectName: string, incidentId: string): boolean {
  const ours = [
    postmortemName(projectName, incidentId),
    summaryName(incidentId),
    ...([1, 2, 3, 4] as const).map((step) => stepOutputName(incidentId, step)),
  ];
  return ours.some((name) => name.toLowerCase() === `${stem}.md`.toLowerCase());
}
