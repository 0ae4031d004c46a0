/** The PagerDuty board reads and moves PagerDuty's own incidents, people and subscriptions over its REST API. */
import { z } from 'zod';
import type { Instant } from '../domain/instant.ts';
import type { Clock } from '../ports/clock.ts';
import type { DutyBoard, Raise, VendorIncident } from '../ports/duty-board.ts';
import { PortError } from '../ports/port-error.ts';
import { withinDeadline } from './outbound-failure.ts';
import {
  about,
  askedForHelp,
  changed,
  incidentsOfKey,
  openIncidents,
  wholeSecond,
} from './pagerduty-board-body.ts';
import { changeEvents } from './pagerduty-change-answer.ts';
import {
  ask,
  type PagerDutyCall,
  PagerDutyRefusal,
  type PagerDutyRestOptions,
  restCall,
} from './pagerduty-client.ts';
import { idAndName, Named } from './pagerduty-field-answer.ts';
import { Alert, Incident, Note } from './pagerduty-incident-answer.ts';
import {
  escalationPolicy,
  onCall,
  person,
  personByEmail,
  userIdOf,
} from './pagerduty-people-answer.ts';
import { askFor, askForAll, askForOne } from './pagerduty-rest-answer.ts';
import { enableSubscription, subscriptions } from './pagerduty-subscription-answer.ts';

export interface PagerDutyBoardOptions extends PagerDutyRestOptions {
  readonly clock: Clock;
}

/** Its deadline is for one method, all of its requests together. Throws PortError `refused` for an unusable URL. */
export function createPagerDutyBoard(options: PagerDutyBoardOptions): DutyBoard {
  const { from, clock } = options;
  const whole = restCall(options);
  const within = <T>(work: (call: PagerDutyCall) => Promise<T>): Promise<T> =>
    withinDeadline(whole.target.who, whole.timeoutMs, (signal) => work({ ...whole, signal }));
  const requester = remembered((call) => userIdOf(call, from));
  return {
    open: (since, limit) => within((call) => open(call, since, limit, clock.now())),
    incident: (id) => within((call) => incident(call, id)),
    byKey: (dedupKey) => within((call) => byKey(call, dedupKey)),
    alerts: (id) => within((call) => alerts(call, id)),
    notes: (id) => within((call) => notes(call, id)),
    changes: (since, until) => within((call) => changeEvents(call, since, until)),
    resolve: (id) => within((call) => resolve(call, from, id)),
    raise: (id, to) => within((call) => raise(call, from, id, to)),
    addResponders: (id, message, targets) =>
      within(async (call) => {
        if (targets.length === 0) return;
        await ask(call, askedForHelp(id, await requester(call), message, targets));
      }),
    person: (id) => within((call) => person(call, id)),
    personByEmail: (email) => within((call) => personByEmail(call, email)),
    escalationPolicy: (id) => within((call) => escalationPolicy(call, id)),
    onCall: (incidentId) =>
      within(async (call) =>
        onCall(call, incidentId === undefined ? null : await policyOf(call, incidentId)),
      ),
    priorities: () => within(priorities),
    subscriptions: () => within(subscriptions),
    enableSubscription: (id) => within((call) => enableSubscription(call, id)),
    clockSkew: () => within((call) => clockSkew(call, clock)),
  };
}

/** Asks until there is an answer, and then never again. */
function remembered<T>(find: (call: PagerDutyCall) => Promise<T>) {
  let known: T | undefined;
  return async (call: PagerDutyCall): Promise<T> => {
    known ??= await find(call);
    return known;
  };
}

async function open(
  call: PagerDutyCall,
  since: Instant,
  limit: number,
  now: Instant,
): Promise<readonly VendorIncident[]> {
  const found = await askForAll(call, openIncidents(since, now), {
    name: 'incidents',
    row: Incident,
    keyOf: (one) => one.id,
    enough: limit,
  });
  return found.filter((one) => one.createdAt >= wholeSecond(since)).slice(0, limit);
}

async function incident(call: PagerDutyCall, id: string): Promise<VendorIncident | null> {
  const answer = await askForOne(call, z.object({ incident: Incident }), about(id, ''));
  return answer?.incident ?? null;
}

const OfPolicy = z.object({ incident: z.object({ escalation_policy: Named.nullish() }) });

async function policyOf(call: PagerDutyCall, id: string): Promise<string | null> {
  const answer = await askForOne(call, OfPolicy, about(id, ''));
  return answer?.incident.escalation_policy?.id ?? null;
}

const Incidents = z.object({ incidents: z.array(Incident) });

async function byKey(call: PagerDutyCall, dedupKey: string): Promise<VendorIncident | null> {
  // With an empty key PagerDuty would list every incident.
  if (dedupKey === '') return null;
  const { incidents } = await askFor(call, Incidents, incidentsOfKey(dedupKey));
  return incidents[0] ?? null;
}

function alerts(call: PagerDutyCall, id: string) {
  const listing = { name: 'alerts', row: Alert, keyOf: (one: { id: string }) => one.id };
  return askForAll(call, about(id, '/alerts'), listing);
}

async function notes(call: PagerDutyCall, id: string) {
  const answer = await askFor(call, z.object({ notes: z.array(Note) }), about(id, '/notes'));
  return answer.notes;
}

const ALREADY_RESOLVED = 1001;

async function resolve(call: PagerDutyCall, from: string, id: string): Promise<void> {
  try {
    await ask(call, changed(id, from, { status: 'resolved' }));
  } catch (error) {
    // Resolved already, or gone: either way there is nothing left to close.
    const isOver =
      error instanceof PagerDutyRefusal &&
      (error.code === ALREADY_RESOLVED || error.status === 404);
    if (!isOver) throw error;
  }
}

async function raise(call: PagerDutyCall, from: string, id: string, to: Raise): Promise<void> {
  const wanted = to.priority?.toLowerCase();
  const known = wanted === undefined ? [] : await priorities(call);
  const priority = known.find((one) => one.name.toLowerCase() === wanted);
  const change = {
    ...(to.urgency === undefined ? {} : { urgency: to.urgency }),
    ...(priority === undefined
      ? {}
      : { priority: { id: priority.id, type: 'priority_reference' as const } }),
  };
  if (Object.keys(change).length > 0) await ask(call, changed(id, from, change));
}

/** Most severe first. An account without the ability has none. */
async function priorities(call: PagerDutyCall) {
  const listing = { name: 'priorities', row: Named, keyOf: (one: { id: string }) => one.id };
  try {
    const found = await askForAll(call, { method: 'get', path: '/priorities' }, listing);
    return found.map(idAndName);
  } catch (error) {
    const isUnable = error instanceof PagerDutyRefusal && [402, 404].includes(error.status);
    if (isUnable) return [];
    throw error;
  }
}

async function clockSkew(call: PagerDutyCall, clock: Clock): Promise<number> {
  const asked = Date.parse(clock.now());
  const { date } = await ask(call, { method: 'get', path: '/abilities' });
  const answered = Date.parse(clock.now());
  const theirs = Date.parse(date ?? '');
  if (!Number.isFinite(theirs)) {
    throw new PortError('malformed', `${call.target.who} did not say what time it has`);
  }
  // Their clock was somewhere within that second when ours was somewhere between asking and the answer.
  const ahead = Math.round((theirs + 500 - (asked + answered) / 2) / 1000);
  return ahead === 0 ? 0 : ahead;
}
