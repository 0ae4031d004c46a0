/** What a person may do can hang on teams and roles, which only PagerDuty knows. */
import type { Actor } from '../domain/actor.ts';
import { asksForGroups } from '../domain/authority.ts';
import type { LookUps } from './look-ups.ts';
import type { Parts } from './parts.ts';

/** The same person, with teams and roles where they matter; without them when PagerDuty cannot be asked. */
export async function withStanding(parts: Parts, actor: Actor, lookUps: LookUps): Promise<Actor> {
  const { authority } = parts.settings().policy;
  const { board } = parts;
  const { id } = actor;
  if (id === undefined || board === null || !asksForGroups(authority)) return actor;
  const person = await lookUps.ask('teams and role', () => board.person(id));
  if (!person.known || person.value === null) return actor;
  const { role, teams } = person.value;
  return { ...actor, groups: [`role:${role}`, ...teams.map((team) => `team:${team.id}`)] };
}
