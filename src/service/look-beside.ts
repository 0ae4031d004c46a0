/** Looks beside the metrics: at the logs and the traces of the alerts, where there are stores of them. */
import { tracesOfExemplars } from '../diagnosis/exemplar.ts';
import { plusSeconds } from '../domain/instant.ts';
import { PortError } from '../ports/port-error.ts';
import type { Occasion, StoreParts } from './ask-store.ts';
import { distinct } from './hole.ts';
import { inTime } from './in-time.ts';
import type { FoundEvidence, Look, Looked } from './look.ts';
import { lookAtLogs } from './look-at-logs.ts';
import { lookAtTraces } from './look-at-traces.ts';
import type { Parts } from './parts.ts';

export type BesideParts = StoreParts & Pick<Parts, 'settings' | 'exemplars' | 'logs' | 'traces'>;

export const NOTHING_FOUND: Looked = { evidence: [], holes: [] };

/** Never throws PortError. */
export async function logsOf(parts: BesideParts, look: Look): Promise<Looked> {
  const { logs } = parts;
  if (logs === null) return NOTHING_FOUND;
  return lookedAt(occasionsOf(look).map((occasion) => lookAtLogs(parts, logs, occasion)));
}

/** Never throws PortError. */
export async function tracesOf(parts: BesideParts, look: Look): Promise<Looked> {
  const { traces } = parts;
  const occasions = occasionsOf(look);
  if (traces === null || occasions.length === 0) return NOTHING_FOUND;
  const ids = await exemplarsOf(parts, look);
  return lookedAt(
    // The exemplars are those of the first one's expression.
    occasions.map((occasion, n) => lookAtTraces(parts, traces, occasion, n === 0 ? ids : [])),
  );
}

async function lookedAt(asked: readonly Promise<FoundEvidence | null>[]): Promise<Looked> {
  const found = (await Promise.all(asked)).flatMap((one) => one ?? []);
  const evidence = [...new Map(found.map((one) => [one.draft.question, one])).values()];
  return { evidence, holes: distinct(evidence.flatMap(({ hole }) => hole ?? [])) };
}

/** Good to have, and not worth more seconds than these. */
const EXEMPLAR_SECONDS = 5;
/** What an alert waits before it fires is part of the incident. */
const LEAD_SECONDS = 300;

/** Straight to the traces of the worst requests, where the alert measures a histogram that keeps them. */
async function exemplarsOf(
  { exemplars, probe }: BesideParts,
  look: Look,
): Promise<readonly string[]> {
  const expression = look.subjects[0]?.expression ?? null;
  if (exemplars === null || expression === null) return [];
  const { startedAt, to, alerts } = look;
  const from = plusSeconds(startedAt, -LEAD_SECONDS);
  const asked = probe.ask('prometheus', () => exemplars.exemplars(expression, from, to));
  try {
    const found = await inTime('Prometheus', EXEMPLAR_SECONDS, asked);
    return tracesOfExemplars(found, alerts, { from, to });
  } catch (error) {
    if (error instanceof PortError) return [];
    throw error;
  }
}

const MOST_OCCASIONS = 2;

/** The alert rules with the most alerts, each service once. */
function occasionsOf(look: Look): readonly Occasion[] {
  const { alerts, subjects, startedAt: onset, to, key, lookback } = look;
  const each = subjects.map(({ alertname: name, service, labels }) => {
    const own = alerts.filter((alert) => alert['alertname'] === name);
    const about = { name, service, alerts: own.length > 0 ? own : [labels] };
    return { ...about, onset, to, lookback, look: key };
  });
  const isFirst = ({ service }: Occasion, n: number) =>
    service === null || each.findIndex((other) => other.service === service) === n;
  return each.filter(isFirst).slice(0, MOST_OCCASIONS);
}
