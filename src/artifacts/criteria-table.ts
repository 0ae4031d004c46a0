/** The success criteria as a table: met, not met, or still open, each with the reason and its proof. */
import { factLine } from './fact.ts';
import { markdownTable } from './markdown-table.ts';
import type { Criterion } from './success-criteria.ts';

export function criteriaTable(criteria: readonly Criterion[]): string {
  const rows = criteria.map(({ name, met, why }) => [name, verdict(met), factLine(why)]);
  return markdownTable(['Criterion', '', 'Why'], rows);
}

function verdict(met: boolean | null): string {
  if (met === null) return 'open';
  return met ? '✓ met' : '✗ not met';
}
