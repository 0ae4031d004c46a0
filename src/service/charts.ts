/** Draws the pictures of an incident from its frozen evidence: what each alert measured, and what else changed with it. */
import { overviewChart, seriesChart } from '../artifacts/chart.ts';
import { chartName, overviewName } from '../artifacts/file-names.ts';
import type { Evidence, EvidenceId } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import type { Result } from '../domain/refusal.ts';
import type { Parts } from './parts.ts';
import { panelsOf, singlesOf, whyNoPicture } from './picture-choice.ts';
import { type Alerted, conditionOf, conditionsOf } from './picture-conditions.ts';
import { firedMark, panelOf, pictureOf } from './picture-of.ts';

export interface Chart {
  readonly evidenceId: EvidenceId;
  /** Relative to the output folder. */
  readonly name: string;
  readonly svg: string;
}

export interface Pictures {
  readonly singles: readonly Chart[];
  /** The top evidence side by side; null where nothing but the alert itself was measured. */
  readonly overview: { readonly name: string; readonly svg: string } | null;
}

type ChartParts = Pick<Parts, 'store'>;

export async function chartsOf(parts: ChartParts, incident: Incident): Promise<Pictures> {
  const conditions = await conditionsOf(parts, incident.id);
  const singles = await Promise.all(
    singlesOf(incident).map(async (evidence) => ({
      evidenceId: evidence.id,
      name: chartName(incident.id, evidence.id),
      svg: await drawn(parts, incident, evidence, conditions),
    })),
  );
  const overview = await overviewOf(parts, incident);
  const name = overviewName(incident.id);
  return { singles, overview: overview.ok ? { name, svg: overview.value } : null };
}

/** One piece of evidence as SVG; an error says in a sentence why it cannot be drawn. */
export async function chartOf(
  parts: ChartParts,
  incident: Incident,
  evidence: Evidence,
): Promise<Result<string, string>> {
  const error = whyNoPicture(evidence);
  if (error !== null) return { ok: false, error };
  const conditions = await conditionsOf(parts, incident.id);
  return { ok: true, value: await drawn(parts, incident, evidence, conditions) };
}

/** The top evidence side by side as SVG; an error says in a sentence why there is none. */
export async function overviewOf(
  parts: ChartParts,
  incident: Incident,
): Promise<Result<string, string>> {
  const panels = await Promise.all(
    panelsOf(incident).map(async (evidence) =>
      panelOf(incident, evidence, await parts.store.answer(incident.id, evidence.id)),
    ),
  );
  const filled = panels.filter((panel) => panel !== null);
  if (filled.length === 0) {
    return { ok: false, error: 'Nothing was measured beside what the alert itself measures.' };
  }
  const title = `The evidence of ${incident.id}: ${incident.title}`;
  return { ok: true, value: overviewChart({ title, panels: filled, fired: firedMark(incident) }) };
}

async function drawn(
  { store }: ChartParts,
  incident: Incident,
  evidence: Evidence,
  conditions: readonly Alerted[],
): Promise<string> {
  const answer = await store.answer(incident.id, evidence.id);
  return seriesChart(pictureOf(incident, evidence, answer, conditionOf(evidence, conditions)));
}
