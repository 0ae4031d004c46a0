/** Looks beside the metrics: at the logs and the traces of the alerts, where there are stores of them. */
import { tracesOfExemplars } from '../diagnosis/exemplar.ts';
import { PortError } from '../ports/port-error.ts';
import type { StoreParts } from './ask-store.ts';
import type { FoundEvidence, Look, Looked } from './look.ts';
import { lookAtLogs } from './look-at-logs.ts';
import { lookAtTraces } from './look-at-traces.ts';
import type { Parts } from './parts.ts';

export type BesideParts = StoreParts & Pick<Parts, 'settings' | 'exemplars' | 'logs' | 'traces'>;

export const NOTHING_FOUND: Looked = { evidence: [], holes: [] };

/** Never throws PortError. */
export async function logsOf(parts: BesideParts, look: Look): Promise<Looked> {
  if (parts.logs === null || look.alerts.length === 0) return NOTHING_FOUND;
  const found = await lookAtLogs(parts, parts.logs, occasionOf(look));
  return lookedAt(found);
}

/** Never throws PortError. */
export async function tracesOf(parts: BesideParts, look: Look): Promise<Looked> {
  if (parts.traces === null || look.alerts.length === 0) return NOTHING_FOUND;
  const ids = await exemplarsOf(parts, look);
  const found = await lookAtTraces(parts, parts.traces, occasionOf(look), ids);
  return lookedAt(found);
}

function lookedAt(found: FoundEvidence | null): Looked {
  if (found === null) return NOTHING_FOUND;
  return { evidence: [found], holes: found.hole === undefined ? [] : [found.hole] };
}

/** Straight to the traces of the worst requests, where the alert measures a histogram that keeps them. */
async function exemplarsOf(
  { exemplars, probe }: BesideParts,
  look: Look,
): Promise<readonly string[]> {
  const expression = look.subjects[0]?.expression ?? null;
  if (exemplars === null || expression === null) return [];
  const { startedAt: from, to, alerts } = look;
  try {
    const found = await probe.ask('prometheus', () => exemplars.exemplars(expression, from, to));
    return tracesOfExemplars(found, alerts, { from, to });
  } catch (error) {
    if (error instanceof PortError) return [];
    throw error;
  }
}

function occasionOf({ alerts, subjects, startedAt: onset, to, key: look }: Look) {
  return { alerts, name: subjects[0]?.alertname ?? 'the alert', onset, to, look };
}
