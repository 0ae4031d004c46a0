/** The documents of an incident, written anew from its events whenever somebody asks. */
import { baseName, nextBaseName, postmortemName } from '../artifacts/file-names.ts';
import { heading } from '../artifacts/headings.ts';
import { listAgain } from '../artifacts/list-again.ts';
import { madeOf } from '../artifacts/made-of.ts';
import { mergeEdits } from '../artifacts/merge-edits.ts';
import { postmortem } from '../artifacts/postmortem.ts';
import { type IncidentPapers, incidentReport } from '../artifacts/report.ts';
import { reportPath } from '../artifacts/report-path.ts';
import { needsOf } from '../domain/gates.ts';
import type { Incident } from '../domain/incident.ts';
import type { Parts } from './parts.ts';
import { addressLinks, fileLinks, type PictureLinks, withAddresses } from './picture-links.ts';

/** For the API: its pictures are those that the API draws. */
export async function reportText(parts: Parts, incident: Incident): Promise<string> {
  return incidentReport(await papersOf(parts, incident, addressLinks(incident)));
}

/** The same, with everything that people wrote into the file in the output folder. */
export async function postmortemText(parts: Parts, incident: Incident): Promise<string> {
  const anew = postmortem(await papersOf(parts, incident, fileLinks(incident)));
  const name = postmortemName(parts.settings().projectName, incident.id);
  const { text } = await withEdits(parts, name, anew);
  return withAddresses(text, name, incident);
}

/** Writes a document that people edit, and beside it what was ours, so that the next time their words stay. */
export async function putWithEdits(parts: Parts, name: string, anew: string): Promise<void> {
  const { text, base } = await withEdits(parts, name, anew);
  // Whoever dies between two of these leaves what the document is made of in one of the two beside it.
  if (base !== null) await parts.shelf.put(baseName(name), base);
  await parts.shelf.put(nextBaseName(name), anew);
  await parts.shelf.put(name, text);
  await parts.shelf.put(baseName(name), anew);
}

/** `base`: what was ours in what lies there; null when nothing does, or nobody knows. */
async function withEdits(
  parts: Parts,
  name: string,
  anew: string,
): Promise<{ readonly text: string; readonly base: string | null }> {
  const edited = await parts.shelf.read(name);
  if (edited === null) return { text: anew, base: null };
  const before = await parts.shelf.read(baseName(name));
  const base = madeOf(edited, before, await parts.shelf.read(nextBaseName(name)));
  const title = heading('toWrite', parts.settings().language);
  return { text: listAgain(mergeEdits(edited, base, anew), title, [base ?? '', anew]), base };
}

/** Without pictures unless told. */
export async function papersOf(
  parts: Parts,
  incident: Incident,
  pictures: PictureLinks = { charts: [], overview: null },
): Promise<IncidentPapers> {
  const { policy, projectName, belongsTo, language, playbook } = parts.settings();
  return {
    incident,
    entries: await parts.store.timeline(incident.id),
    policy,
    needs: needsOf(incident, policy),
    ...pictures,
    projectName,
    belongsTo,
    reportPath: reportPath(playbook.workflow.outputFile, projectName, incident.id),
    language,
  };
}
