/** The people behind PagerDuty: in whose name notes are written, who is on call, and the architects. */
import type { Config } from '../config/config.ts';
import type { Responder } from '../config/field.ts';
import type { DutyBoard } from '../ports/duty-board.ts';
import { bad, type Checkup, checked, good, missing } from './doctor-checkup.ts';

export function noteWriter({ pagerduty }: Config, board: DutyBoard): Promise<Checkup> {
  const name = 'note writer';
  const remedy = 'Set PAGERDUTY_FROM to the e-mail address of a PagerDuty user.';
  return checked({ name, remedy }, async () => {
    const { from } = pagerduty;
    if (from === null) return bad(name, 'PagerDuty takes notes from users only', remedy);
    const person = await board.personByEmail(from);
    if (person === null) return bad(name, `PagerDuty has no user ${from}`, remedy);
    return good(name, `${person.name} (${from})`);
  });
}

const SHOWN = 5;

export function onCallPeople(board: DutyBoard): Promise<Checkup> {
  const name = 'on call';
  const remedy = 'Put somebody on call in the escalation policies of your services.';
  return checked({ name, remedy }, async () => {
    const people = await board.onCall();
    if (people.length === 0) return bad(name, 'nobody is on call', remedy);
    const shown = people.slice(0, SHOWN).map((one) => `${one.name} (level ${one.level})`);
    const more = people.length > SHOWN ? `, and ${people.length - SHOWN} more` : '';
    return good(name, `${shown.join(', ')}${more}`);
  });
}

export async function architects({ pagerduty }: Config, board: DutyBoard): Promise<Checkup> {
  const name = 'architects';
  const all = [pagerduty.architects, ...Object.values(pagerduty.architectsOf)].flat();
  const wanted = [...new Map(all.map((one) => [written(one), one])).values()];
  if (wanted.length === 0) {
    const remedy = 'Name some in pagerduty.architects, as user:ID or policy:ID.';
    return missing(name, 'nobody is asked to join a SEV1', remedy);
  }
  const remedy = 'Correct pagerduty.architects; the id is the end of the address of their page.';
  return checked({ name, remedy }, async () => {
    const found = await Promise.all(wanted.map((one) => nameOf(board, one)));
    const unknown = wanted.filter((_, index) => found[index] === null).map(written);
    if (unknown.length === 0) return good(name, found.join(', '));
    return bad(name, `PagerDuty does not know ${unknown.join(', ')}`, remedy);
  });
}

async function nameOf(board: DutyBoard, { kind, id }: Responder): Promise<string | null> {
  const found = kind === 'user' ? await board.person(id) : await board.escalationPolicy(id);
  return found?.name ?? null;
}

function written({ kind, id }: Responder): string {
  return `${kind === 'user' ? 'user' : 'policy'}:${id}`;
}
