/** NEW-INC: somebody reports an incident that no alert has seen. */
import type { Actor } from '../domain/actor.ts';
import type { Incident } from '../domain/incident.ts';
import { dayOf } from '../domain/instant.ts';
import type { Signal } from '../domain/signal.ts';
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

/** The rules judge a report by its title and first service, as they would an alert of that name. */
export async function reportIncident(parts: Parts, report: Report): Promise<Incident> {
  const settings = parts.settings();
  const at = parts.clock.now();
  const uid = parts.uid();
  const { title, description, services, by } = report;
  const { severity, rule, reason, affectedServices } = judge(settings.rules, asSignal(report, uid));
  const incident = await inTransaction(parts, async (tx) => {
    const id = await tx.nextIncidentId(dayOf(at));
    const birth = {
      id,
      uid,
      dedupKey: `tocsin-${uid}`,
      correlationKey: `report:${uid}`,
      source: 'api',
      follows: null,
    } as const;
    const proposal = { severity, rule, reason, affectedServices };
    const result = await apply(
      tx,
      null,
      { type: 'ReportIncident', at, by, birth, title, description, services, proposal },
      settings.policy,
    );
    if (!result.ok || result.value.incident === null)
      throw new TypeError('a report is never refused');
    return result.value.incident;
  });
  parts.wake([incident.id]);
  return incident;
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
