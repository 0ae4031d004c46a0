/** Publish writes what an incident leaves in the output folder: session, step outputs, charts, report, postmortem. */
import {
  contextName,
  postmortemName,
  sessionName,
  stepOutputName,
  summaryName,
} from '../artifacts/file-names.ts';
import { postmortem } from '../artifacts/postmortem.ts';
import { type IncidentPapers, incidentReport } from '../artifacts/report.ts';
import { responseSummary } from '../artifacts/response-summary.ts';
import { contextText, sessionText } from '../artifacts/session-text.ts';
import { stepOutput } from '../artifacts/step-output.ts';
import { isOpen } from '../domain/incident.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { chartsOf } from './charts.ts';
import { papersOf, putWithEdits } from './documents.ts';
import type { Parts } from './parts.ts';
import { linksOf } from './picture-links.ts';

export async function publish(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  // A later change has a row of its own, and writes all of this again.
  if (loaded === null || loaded.version > Number(row.payload['version'])) return;
  const { incident } = loaded;
  const pictures = await chartsOf(parts, incident);
  for (const { name, svg } of pictures.singles) await parts.shelf.put(name, svg);
  if (pictures.overview !== null) {
    await parts.shelf.put(pictures.overview.name, pictures.overview.svg);
  }
  const papers = await papersOf(parts, incident, linksOf(pictures));
  await putSession(parts, papers);
  await parts.shelf.put(papers.reportPath, incidentReport(papers));
  if (isOpen(incident)) return;
  await parts.shelf.put(summaryName(incident.id), responseSummary(papers));
  await putWithEdits(parts, postmortemName(papers.projectName, incident.id), postmortem(papers));
}

/** The step outputs first: a session that names one must find it. */
async function putSession(parts: Parts, papers: IncidentPapers): Promise<void> {
  const { incident, policy, needs, reportPath } = papers;
  for (const step of [1, 2, 3, 4] as const) {
    const text = stepOutput(papers, step);
    if (text !== '') await parts.shelf.put(stepOutputName(incident.id, step), text);
  }
  await parts.shelf.put(contextName(incident.id), contextText(incident, policy));
  const session = sessionText(incident, policy, needs, reportPath);
  await parts.shelf.put(sessionName(incident.id), session);
}
