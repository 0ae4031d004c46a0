/** The evidence of an incident in Markdown: each question, its window and answer, and what proves that nobody changed it. */
import type { Evidence } from '../domain/evidence.ts';
import { linkFrom } from './file-names.ts';
import { instantText } from './instant-text.ts';
import { markdownBlocks } from './markdown-table.ts';
import { codeFence, markdownLine, markdownLink } from './neutral.ts';

export interface ChartFile {
  readonly evidenceId: string;
  /** Relative to the output folder, or an address. */
  readonly path: string;
}

const LANGUAGES: Readonly<Record<Evidence['source'], string>> = {
  prometheus: 'promql',
  loki: 'logql',
  tempo: 'traceql',
  jaeger: 'text',
  changes: 'text',
  pagerduty: 'text',
  person: 'text',
};

/** `from`: the document that it stands in. */
export function evidenceList(
  evidence: readonly Evidence[],
  charts: readonly ChartFile[],
  from: string,
): string {
  return markdownBlocks(evidence.map((each) => evidenceText(each, charts, from)));
}

/** The top evidence side by side; empty where there is no such picture. */
export function overviewPicture(overview: string | null, document: string): string {
  return overview === null ? '' : pictureText('The evidence side by side', overview, document);
}

/** `path`: relative to the output folder, or an address. */
export function pictureText(alt: string, path: string, document: string): string {
  return `![${markdownLine(alt)}](<${safePath(linkFrom(document, path))}>)`;
}

function evidenceText(evidence: Evidence, charts: readonly ChartFile[], document: string): string {
  const chart = charts.find(({ evidenceId }) => evidenceId === evidence.id);
  const { from, to } = evidence.window;
  const link = evidence.link === '' ? '' : ` · ${markdownLink('ask again', evidence.link)}`;
  return markdownBlocks([
    `### ${evidence.id}: ${markdownLine(evidence.title, 200)}`,
    markdownLine(evidence.summary),
    chart === undefined ? '' : pictureText(`Chart of ${evidence.id}`, chart.path, document),
    evidence.query === '' ? '' : codeFence(evidence.query, LANGUAGES[evidence.source]),
    `${evidence.source} · ${instantText(from)} to ${instantText(to)} · ${evidence.outcome}${link}  \nsha256 \`${evidence.sha256.replace(/[^0-9a-f]/gi, '')}\``,
  ]);
}

/** Charts are named by us; this keeps the link whole should that ever change. */
function safePath(path: string): string {
  return path.replace(/[<>\\\s]/g, '');
}
