/** What a person may do can hang on teams and roles, which only PagerDuty knows. */
import type { Actor } from '../domain/actor.ts';
import { asksForGroups } from '../domain/authority.ts';
import { PortError } from '../ports/port-error.ts';
import type { Parts } from './parts.ts';

/** The same person, with teams and roles where they matter; without them when PagerDuty cannot be asked. */
export async function withStanding(parts: Parts, actor: Actor): Promise<Actor> {
  const { authority } = parts.settings().policy;
  if (actor.id === undefined || parts.board === null || !asksForGroups(authority)) return actor;
  try {
    const person = await parts.board.person(actor.id);
    if (person === null) return actor;
    return {
      ...actor,
      groups: [`role:${person.role}`, ...person.teams.map(({ id }) => `team:${id}`)],
    };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    parts.log.warn('teams and roles could not be asked for', {
      user: actor.id,
      reason: error.message,
    });
    return actor;
  }
}
