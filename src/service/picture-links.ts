/** Links to an incident's pictures: as files beside its documents, or as addresses of the API beside theirs. */
import type { ChartFile } from '../artifacts/evidence-part.ts';
import { chartName, linkFrom, overviewName } from '../artifacts/file-names.ts';
import type { Incident } from '../domain/incident.ts';
import type { Pictures } from './charts.ts';
import { panelsOf, singlesOf } from './picture-choice.ts';

export interface PictureLinks {
  readonly charts: readonly ChartFile[];
  /** Null where there is no such picture. */
  readonly overview: string | null;
}

/** Of pictures that are drawn, as files. */
export function linksOf({ singles, overview }: Pictures): PictureLinks {
  const charts = singles.map(({ evidenceId, name }) => ({ evidenceId, path: name }));
  return { charts, overview: overview?.name ?? null };
}

/** Of the pictures that an incident has in the output folder. */
export function fileLinks(incident: Incident): PictureLinks {
  return {
    charts: singlesOf(incident).map(({ id }) => ({
      evidenceId: id,
      path: chartName(incident.id, id),
    })),
    overview: panelsOf(incident).length === 0 ? null : overviewName(incident.id),
  };
}

/** Of the same pictures at `/api/v1/incidents/:id/`, relative to it, so that they hold behind any proxy. */
export function addressLinks(incident: Incident): PictureLinks {
  const { charts, overview } = fileLinks(incident);
  return {
    charts: charts.map(({ evidenceId }) => ({ evidenceId, path: `evidence/${evidenceId}.svg` })),
    overview: overview === null ? null : 'overview.svg',
  };
}

/** A document with the addresses of its pictures instead of their files; the rest of it may be of people and stays. */
export function withAddresses(text: string, document: string, incident: Incident): string {
  const [files, addresses] = [fileLinks(incident), addressLinks(incident)].map(pathsOf);
  return (files ?? []).reduce(
    (changed, file, index) =>
      changed.replaceAll(`](<${linkFrom(document, file)}>)`, `](<${addresses?.[index] ?? file}>)`),
    text,
  );
}

function pathsOf({ charts, overview }: PictureLinks): readonly string[] {
  return [...charts.map(({ path }) => path), ...(overview === null ? [] : [overview])];
}
