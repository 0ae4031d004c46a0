/** Draws the pictures of an incident from its frozen evidence: what each alert measured, and what else changed with it. */
import { overviewChart, seriesChart } from '../artifacts/chart.ts';
import { chartName, overviewName } from '../artifacts/file-names.ts';
import type { Evidence, EvidenceId } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import type { Result } from '../domain/refusal.ts';
import { StoreUnavailable } from '../ports/incident-store.ts';
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

/** A picture that cannot be drawn is left out, and logged: the documents do not wait for it. */
export async function chartsOf(
  parts: ChartParts & Pick<Parts, 'log'>,
  incident: Incident,
): Promise<Pictures> {
  const conditions = await conditionsOf(parts, incident.id);
  const singles = await Promise.all(
    singlesOf(incident).map(async (evidence) => {
      const evidenceId = evidence.id;
      const name = chartName(incident.id, evidenceId);
      const drawing = drawn(parts, incident, evidence, conditions);
      const svg = await orLogged(parts, name, drawing);
      return svg === null ? [] : [{ evidenceId, name, svg }];
    }),
  );
  const name = overviewName(incident.id);
  const overview = await orLogged(parts, name, overviewOf(parts, incident));
  return {
    singles: singles.flat(),
    overview: overview?.ok === true ? { name, svg: overview.value } : null,
  };
}

async function orLogged<T>(
  { log }: Pick<Parts, 'log'>,
  name: string,
  drawing: Promise<T>,
): Promise<T | null> {
  try {
    return await drawing;
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    log.error('picture cannot be drawn, left out', { name, error });
    return null;
  }
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
