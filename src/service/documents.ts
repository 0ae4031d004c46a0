/** The documents of an incident, written anew from its events whenever somebody asks. */
import { postmortem } from '../artifacts/postmortem.ts';
import { type IncidentPapers, incidentReport } from '../artifacts/report.ts';
import { needsOf } from '../domain/gates.ts';
import type { Incident } from '../domain/incident.ts';
import type { Chart } from './charts.ts';
import type { Parts } from './parts.ts';

export async function reportText(
  parts: Parts,
  incident: Incident,
  charts: readonly Chart[],
): Promise<string> {
  return incidentReport(await papersOf(parts, incident, charts));
}

export async function postmortemText(
  parts: Parts,
  incident: Incident,
  charts: readonly Chart[],
): Promise<string> {
  return postmortem(await papersOf(parts, incident, charts));
}

async function papersOf(
  parts: Parts,
  incident: Incident,
  charts: readonly Chart[],
): Promise<IncidentPapers> {
  const { policy, projectName } = parts.settings();
  const entries = await parts.store.timeline(incident.id);
  return {
    incident,
    events: entries.map((entry) => entry.event),
    policy,
    needs: needsOf(incident),
    charts: charts.map((chart) => ({ evidenceId: chart.evidenceId, path: chart.name })),
    projectName,
  };
}
