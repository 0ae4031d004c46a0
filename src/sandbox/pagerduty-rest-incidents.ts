/** Incidents over the sandbox's PagerDuty REST API: list, read, create, change. */
import type { Answer } from './loopback.ts';
import { incidentJson } from './pagerduty-json.ts';
import { PRIORITIES } from './pagerduty-references.ts';
import {
  bodyPart,
  incidentOf,
  invalid,
  listed,
  notFound,
  type RestCall,
  type Route,
  refused,
} from './pagerduty-rest-call.ts';
import {
  type Agent,
  acknowledge,
  type Incident,
  newId,
  openIncident,
  prioritize,
  reopen,
  resolve,
  urge,
} from './pagerduty-world.ts';

export const incidentRoutes: readonly Route[] = [
  { method: 'GET', path: /^\/incidents$/, answer: list },
  { method: 'POST', path: /^\/incidents$/, from: true, answer: create },
  {
    method: 'GET',
    path: /^\/incidents\/([^/]+)$/,
    answer: (call) => {
      const incident = incidentOf(call);
      return incident === undefined ? notFound() : shown(200, incident);
    },
  },
  { method: 'PUT', path: /^\/incidents\/([^/]+)$/, from: true, answer: update },
];

function shown(status: number, incident: Incident): Answer {
  return { status, body: { incident: incidentJson(incident) } };
}

const MONTH_MS = 30 * 86_400_000;
const LONGEST_RANGE_MS = 184 * 86_400_000;

function list(call: RestCall): Answer {
  const { query } = call.request;
  const { since, until } = rangeOf(call);
  if (until - since > LONGEST_RANGE_MS && query.get('date_range') !== 'all') {
    return invalid('The date range cannot be longer than 6 months');
  }
  const key = query.get('incident_key');
  const oneOf = (name: string, value: string) => {
    const wanted = query.getAll(name);
    return wanted.length === 0 || wanted.includes(value);
  };
  const found = call.world.incidents.filter(
    (incident) =>
      Date.parse(incident.createdAt) >= since &&
      Date.parse(incident.createdAt) <= until &&
      (key === null || keysOf(incident).includes(key)) &&
      oneOf('statuses[]', incident.status) &&
      oneOf('service_ids[]', incident.service.id) &&
      oneOf('urgencies[]', incident.urgency),
  );
  const newestFirst = query.get('sort_by') === 'created_at:desc';
  return listed(call, 'incidents', (newestFirst ? found.toReversed() : found).map(incidentJson));
}

/** Without `since` only the last month is listed; a time without a zone is meant in the account's. */
function rangeOf(call: RestCall): { since: number; until: number } {
  const { query } = call.request;
  const now = Date.parse(call.world.clock.now());
  if (query.get('date_range') === 'all') return { since: 0, until: now };
  const read = (name: string) => {
    const text = query.get(name) ?? '';
    return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}+07:00`);
  };
  return { since: read('since') || now - MONTH_MS, until: read('until') || now };
}

/** An incident is also found by the keys of its alerts. */
function keysOf(incident: Incident): readonly string[] {
  return [incident.key, ...incident.alerts.map((alert) => alert.key)];
}

function create(call: RestCall): Answer {
  const wanted = bodyPart(call, 'incident');
  const reference = wanted['service'] as { id?: string } | undefined;
  const service = call.world.services.find((one) => one.id === reference?.id);
  if (typeof wanted['title'] !== 'string' || wanted['title'] === '')
    return invalid('Title cannot be empty');
  if (service === undefined) return invalid('Service is invalid or missing');
  const key = String(wanted['incident_key'] ?? newId('', 32).toLowerCase());
  if (call.world.incidents.some((one) => one.key === key && one.status !== 'resolved')) {
    const reason = 'Open incident with matching dedup key already exists on this service';
    return refused(400, 2002, 'Arguments Caused Error', [reason]);
  }
  const urgency = wanted['urgency'] === 'low' ? 'low' : 'high';
  return shown(
    201,
    openIncident(call.world, { title: wanted['title'], service, key, urgency }, agentOf(call)),
  );
}

function agentOf(call: RestCall): Agent {
  return call.user === null ? null : { kind: 'user', user: call.user };
}

function update(call: RestCall): Answer {
  const incident = incidentOf(call);
  if (incident === undefined) return notFound();
  const wanted = bodyPart(call, 'incident');
  if (wanted['type'] !== 'incident' && wanted['type'] !== 'incident_reference') {
    return invalid('Type must be incident or incident_reference');
  }
  if (typeof wanted['title'] === 'string') incident.title = wanted['title'];
  const { urgency } = wanted;
  if (urgency === 'high' || urgency === 'low') urge(call.world, incident, agentOf(call), urgency);
  return (
    reprioritize(call, incident, wanted['priority']) ??
    restate(call, incident, wanted) ??
    shown(200, incident)
  );
}

/** By reference, by name, or not at all. */
function reprioritize(call: RestCall, incident: Incident, wanted: unknown): Answer | null {
  if (wanted === undefined) return null;
  const id = typeof wanted === 'string' ? wanted : (wanted as { id?: string } | null)?.id;
  const priority = PRIORITIES.find((one) => one.id === id || one.name === id);
  if (priority === undefined) return refused(400, 1020, 'Invalid Priority');
  prioritize(call.world, incident, agentOf(call), priority.name);
  return null;
}

function restate(
  call: RestCall,
  incident: Incident,
  wanted: Readonly<Record<string, unknown>>,
): Answer | null {
  const agent = agentOf(call);
  switch (wanted['status']) {
    case undefined:
      return null;
    case 'resolved':
      return resolve(call.world, incident, agent, String(wanted['resolution'] ?? ''))
        ? null
        : refused(400, 1001, 'Incident Already Resolved');
    case 'acknowledged':
      // Acknowledging a resolved incident opens it again first.
      reopen(call.world, incident, agent);
      return acknowledge(call.world, incident, agent)
        ? null
        : refused(400, 1002, 'Incident Already Acknowledged');
    case 'triggered':
      reopen(call.world, incident, agent);
      return null;
    default:
      return refused(400, 1003, 'Invalid Status Provided');
  }
}
