/** File names of artifacts, relative to the output folder; whatever an incident or a project is called, they stay in it. */
import type { EvidenceId } from '../domain/evidence.ts';

const FOLDER = 'psm-artifacts';
const SLUG_LENGTH = 63;
const INCIDENT_ID = /^INC-(\d{4}-\d{2}-\d{2}-\d{3,9})$/;

/** `[a-z0-9-]`, 1 to 63 characters; `fallback` where nothing of the name is left. Vietnamese and accents become plain letters. */
export function slugOf(name: string, fallback = 'project'): string {
  const slug = name
    .slice(0, 1000)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, SLUG_LENGTH)
    .replace(/-+$/, '');
  return slug === '' ? fallback : slug;
}

/** `psm-artifacts/postmortem-shop-2026-11-22-001.md` */
export function postmortemName(projectName: string, incidentId: string): string {
  return `${FOLDER}/postmortem-${slugOf(projectName)}-${numberOf(incidentId)}.md`;
}

/** `psm-artifacts/INC-2026-11-22-001-E1.svg` */
export function chartName(incidentId: string, evidence: EvidenceId): string {
  return `${FOLDER}/${folderOf(incidentId)}-${slugOf(evidence, 'e').toUpperCase()}.svg`;
}

/** `psm-artifacts/INC-2026-11-22-001-overview.svg` */
export function overviewName(incidentId: string): string {
  return `${FOLDER}/${folderOf(incidentId)}-overview.svg`;
}

export const STEP_NAMES = {
  1: 'step-01-triage',
  2: 'step-02-diagnose',
  3: 'step-03-fix',
  4: 'step-04-postmortem',
} as const;

/** `psm-artifacts/INC-2026-11-22-001/incident-session.yaml` */
export function sessionName(incidentId: string): string {
  return `${FOLDER}/${folderOf(incidentId)}/incident-session.yaml`;
}

/** `psm-artifacts/INC-2026-11-22-001/incident-context.yaml` */
export function contextName(incidentId: string): string {
  return `${FOLDER}/${folderOf(incidentId)}/incident-context.yaml`;
}

/** `psm-artifacts/INC-2026-11-22-001/step-1-output.md` */
export function stepOutputName(incidentId: string, step: keyof typeof STEP_NAMES): string {
  return `${FOLDER}/${folderOf(incidentId)}/step-${step}-output.md`;
}

/** `psm-artifacts/INC-2026-11-22-001/incident-response-summary.md` */
export function summaryName(incidentId: string): string {
  return `${FOLDER}/${folderOf(incidentId)}/incident-response-summary.md`;
}

/** Beside a document that people edit: what we last wrote there, so that their words can be told from ours. */
export function baseName(name: string): string {
  return name.replace(/([^/]+)$/, '.$1.base');
}

/** Beside it too: what we are about to write there, in case we die before we can say that we did. */
export function nextBaseName(name: string): string {
  return name.replace(/([^/]+)$/, '.$1.next');
}

/** How the document `from` links to another file of the output folder; an address stays as it is. */
export function linkFrom(from: string, name: string): string {
  if (!name.startsWith(`${FOLDER}/`)) return name;
  const home = from.split('/').slice(0, -1);
  const parts = name.split('/');
  const apart = home.findIndex((part, index) => part !== parts[index]);
  const shared = apart === -1 ? home.length : apart;
  return [...home.slice(shared).map(() => '..'), ...parts.slice(shared)].join('/');
}

function folderOf(incidentId: string): string {
  return INCIDENT_ID.test(incidentId) ? incidentId : slugOf(incidentId, 'incident');
}

function numberOf(incidentId: string): string {
  return INCIDENT_ID.exec(incidentId)?.[1] ?? slugOf(incidentId, 'unnumbered');
}
