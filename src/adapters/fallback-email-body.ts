/** A fallback e-mail says in plain text what happened, and why it does not come from the pager. */

import { cleanLine } from '../domain/plain-text.ts';
import type { Page } from '../ports/pager.ts';
import { clip } from './clipped.ts';

const SUBJECT_CHARS = 180;
const LINE_BYTES = 2000;
const MOST_DETAILS = 40;

/** One line, whatever is in the page: a line break in a subject would begin another header. */
export function emailSubject(page: Page): string {
  return clip(line(`[${page.severity}] ${page.incidentId}: ${page.summary}`), SUBJECT_CHARS);
}

/** Each field keeps to its own line, so that none can pretend to be another. */
export function emailText(page: Page, why: string): string {
  const details = Object.entries(page.details).slice(0, MOST_DETAILS);
  const links = page.links.filter((link) => /^https?:\/\//i.test(link.href));
  return [
    line(page.summary),
    '',
    `Incident: ${line(page.incidentId)}`,
    `Severity: ${page.severity}`,
    `Affected: ${line(page.source)}`,
    `Started:  ${line(page.startedAt)}`,
    '',
    `This comes by e-mail because the pager failed: ${line(why)}`,
    ...section('Details', details),
    ...section(
      'Links',
      links.map((link) => [link.text, link.href]),
    ),
    '',
  ].join('\n');
}

function section(title: string, pairs: readonly (readonly [string, string])[]): string[] {
  if (pairs.length === 0) return [];
  return ['', `${title}:`, ...pairs.map(([name, value]) => `  ${line(name)}: ${line(value)}`)];
}

function line(text: string): string {
  return cleanLine(text, LINE_BYTES);
}
