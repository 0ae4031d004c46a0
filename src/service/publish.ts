/** Publish writes an incident's report, its charts and, once it is resolved, its postmortem into the output folder. */
import { postmortemName, reportName } from '../artifacts/file-names.ts';
import { isOpen } from '../domain/incident.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { chartsOf } from './charts.ts';
import { postmortemText, reportText } from './documents.ts';
import type { Parts } from './parts.ts';

export async function publish(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  // A later change has a row of its own, and writes all of this again.
  if (loaded === null || loaded.version > Number(row.payload['version'])) return;
  const { incident } = loaded;
  const { projectName } = parts.settings();
  const charts = await chartsOf(parts, incident);
  for (const chart of charts) await parts.shelf.put(chart.name, chart.svg);
  const report = await reportText(parts, incident, charts);
  await parts.shelf.put(reportName(projectName, incident.id), report);
  if (isOpen(incident)) return;
  const text = await postmortemText(parts, incident, charts);
  await parts.shelf.put(postmortemName(projectName, incident.id), text);
}
