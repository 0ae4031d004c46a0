/** NEW-INC: somebody reports an incident that no alert has seen. */
import type { Actor } from '../domain/actor.ts';
import type { Incident } from '../domain/incident.ts';
import { dayOf } from '../domain/instant.ts';
import type { Signal } from '../domain/signal.ts';
import type { IncidentTransaction, Loaded } from '../ports/incident-store.ts';
import { judge } from '../rules/judge.ts';
import { apply } from './apply.ts';
import { inTransaction } from './handle.ts';
import type { Parts } from './parts.ts';

export interface Report {
  readonly title: string;
  readonly services: readonly string[];
  readonly description: string;
  readonly by: Actor;
}

export async function reportIncident(parts: Parts, report: Report): Promise<Incident> {
  const { incident } = await inTransaction(parts, (tx) => openReported(parts, tx, report));
  parts.wake([incident.id]);
  return incident;
}

/**
 * The same inside the caller's transaction, who wakes the incident after the commit. The rules judge a report by its
 * title and first service, as they would an alert of that name.
 */
export async function openReported(
  parts: Parts,
  tx: IncidentTransaction,
  report: Report,
): Promise<Loaded> {
  const settings = parts.settings();
  const at = parts.clock.now();
  const uid = parts.uid();
  const { title, description, services, by } = report;
  const verdict = judge(settings.rules, asSignal(report, uid));
  const { severity, rule, reason, affectedServices, impact } = verdict;
  const id = await tx.nextIncidentId(dayOf(at));
  const birth = {
    id,
    uid,
    dedupKey: `tocsin-${uid}`,
    correlationKey: `report:${uid}`,
    source: 'api',
    follows: null,
  } as const;
  const proposal = { severity, rule, reason, affectedServices, impact };
  const result = await apply(
    tx,
    null,
    { type: 'ReportIncident', at, by, birth, title, description, services, proposal },
    settings.policy,
  );
  if (!result.ok || result.value.incident === null) {
    throw new TypeError('a report is never refused');
  }
  return { incident: result.value.incident, version: result.value.events.length };
}

function asSignal(report: Report, uid: string): Signal {
  const service = report.services[0];
  return {
    source: 'api',
    fingerprint: uid,
    status: 'firing',
    name: report.title,
    labels: { alertname: report.title, ...(service === undefined ? {} : { service }) },
    annotations: { summary: report.title, description: report.description },
    startsAt: null,
    endsAt: null,
    generatorUrl: '',
    groupKey: `report:${uid}`,
  };
}
