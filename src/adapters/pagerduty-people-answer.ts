/** The people behind PagerDuty: who somebody is, who is on call now, and in whose name we ask. */
import { z } from 'zod';
import type { Person } from '../ports/duty-board.ts';
import { PortError } from '../ports/port-error.ts';
import type { PagerDutyCall } from './pagerduty-client.ts';
import { idAndName, Line, Named } from './pagerduty-field-answer.ts';
import { askForAll, askForOne, segment } from './pagerduty-rest-answer.ts';

const User = z
  .object({
    id: z.string(),
    name: Line.nullish(),
    summary: Line.nullish(),
    email: Line.catch(''),
    role: Line.catch(''),
    teams: z.array(Named).nullish(),
  })
  .transform(
    ({ id, name, summary, email, role, teams }): Person => ({
      id,
      name: name || summary || id,
      email,
      role,
      teams: (teams ?? []).map(idAndName),
    }),
  );

export async function person(call: PagerDutyCall, userId: string): Promise<Person | null> {
  const path = `/users/${segment(userId, 'user')}`;
  const query = { 'include[]': 'teams' };
  const answer = await askForOne(call, z.object({ user: User }), { method: 'get', path, query });
  return answer?.user ?? null;
}

export async function personByEmail(call: PagerDutyCall, email: string): Promise<Person | null> {
  // An empty query would list everybody, and somebody may have no address.
  if (email === '') return null;
  const found = await askForAll(
    call,
    { method: 'get', path: '/users', query: { query: email } },
    { name: 'users', row: User, keyOf: (user) => user.id },
  );
  return found.find((user) => user.email.toLowerCase() === email.toLowerCase()) ?? null;
}

/** The id of the user with that email. Throws PortError `refused` with the remedy when there is none. */
export async function userIdOf(call: PagerDutyCall, email: string): Promise<string> {
  const own = await personByEmail(call, email);
  if (own !== null) return own.id;
  throw new PortError(
    'refused',
    `${call.target.who} knows no user with the e-mail address of PAGERDUTY_FROM; set it to the address of a PagerDuty user`,
  );
}

export async function escalationPolicy(
  call: PagerDutyCall,
  id: string,
): Promise<{ readonly id: string; readonly name: string } | null> {
  const path = `/escalation_policies/${segment(id, 'escalation policy')}`;
  const shape = z.object({ escalation_policy: Named });
  const answer = await askForOne(call, shape, { method: 'get', path });
  return answer === null ? null : idAndName(answer.escalation_policy);
}

/** One row per escalation level and policy, so that a person comes several times. */
const OnCallRow = z.object({ user: Named.nullish(), escalation_level: z.number() });

interface OnCall {
  readonly id: string;
  readonly name: string;
  readonly level: number;
}

/** Of one escalation policy by its id; null: of the whole account. */
export async function onCall(
  call: PagerDutyCall,
  policyId: string | null,
): Promise<readonly OnCall[]> {
  const query = policyId === null ? {} : { 'escalation_policy_ids[]': policyId };
  const rows = await askForAll(
    call,
    { method: 'get', path: '/oncalls', query },
    {
      name: 'oncalls',
      row: OnCallRow,
      keyOf: (row) => `${row.user?.id} ${row.escalation_level}`,
    },
  );
  const people = new Map<string, OnCall>();
  for (const { user, escalation_level: level } of rows) {
    const known = user ? people.get(user.id) : undefined;
    if (user && level < (known?.level ?? Number.POSITIVE_INFINITY)) {
      people.set(user.id, { ...idAndName(user), level });
    }
  }
  return [...people.values()].sort((a, b) => a.level - b.level);
}
