/** All open incidents, page by page; and those whose postmortem is being written. */
import type { Incident } from '../domain/incident.ts';
import { plusSeconds } from '../domain/instant.ts';
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

const DAY = 24 * 3600;
/** The newest come first. */
const MOST_TOLD_OF = 50;

/** Resolved within the day that a postmortem is given, and not closed: people still say what was learned. */
export async function learningIncidents(
  parts: Pick<Parts, 'store' | 'clock'>,
): Promise<readonly Incident[]> {
  const since = plusSeconds(parts.clock.now(), -DAY);
  const { incidents } = await parts.store.list({
    status: ['resolved'],
    severity: [],
    service: null,
    limit: MOST_TOLD_OF,
    cursor: null,
  });
  return incidents.filter(({ timeline }) => (timeline.resolved_at ?? since) > since);
}
