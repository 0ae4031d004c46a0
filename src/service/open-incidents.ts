/** All open incidents, page by page. */
import type { Incident } from '../domain/incident.ts';
import type { Parts } from './parts.ts';

const PAGE = 200;
/** A storm of more is compared in part: what is newest matters most. */
const MOST = 1000;

export async function openIncidents(parts: Pick<Parts, 'store'>): Promise<readonly Incident[]> {
  const found: Incident[] = [];
  let cursor: string | null = null;
  do {
    const page = await parts.store.list({
      status: ['triage', 'diagnosing', 'recovering'],
      severity: [],
      service: null,
      limit: PAGE,
      cursor,
    });
    found.push(...page.incidents);
    cursor = page.nextCursor;
  } while (cursor !== null && found.length < MOST);
  return found;
}
