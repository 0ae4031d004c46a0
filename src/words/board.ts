/** The board is the parent message of an incident in the channel: how it stands, in one look. */
import { commanderOf, type Incident, impactOf } from '../domain/incident.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';
import type { Policy } from '../domain/policy.ts';
import type { Language } from '../domain/say-hints.ts';
import { updateClock } from '../domain/update-clock.ts';
import { headingOf } from './prepared-update.ts';
import { clockTime, lines, spoken, type Tongue } from './spoken.ts';

export interface Board {
  readonly heading: string;
  readonly text: string;
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

export function board(incident: Incident, at: Instant, language: Language, policy: Policy): Board {
  const { pagerduty } = incident;
  return {
    // It is the same in every language.
    heading: spoken('en', (tongue) => headingOf(tongue, incident)),
    text: spoken(language, (tongue) => standing(tongue, incident, at, policy)),
    links: pagerduty === null ? [] : [{ href: pagerduty.url, text: 'PagerDuty' }],
  };
}

/** How it stands, a line each: status, severity, services, impact, commander, times. */
export function standing(tongue: Tongue, incident: Incident, at: Instant, policy: Policy): string {
  const { words } = tongue;
  const services = incident.affectedServices.join(', ');
  const impact = impactOf(incident);
  const isSure = incident.confirmed?.how === 'person';
  return lines(
    tongue.say('statusIs', { status: words.status[incident.phase.status] }),
    tongue.say('severityIs', {
      severity: incident.severity,
      sure: isSure ? words.confirmed : words.proposed,
    }),
    services === '' ? null : tongue.say('affects', { services }),
    impact === null ? null : tongue.say('impactIs', { impact }),
    tongue.say('commandedBy', { commander: commanderOf(incident, policy) ?? words.nobody }),
    times(tongue, incident, at, policy),
  );
}

function times(tongue: Tongue, incident: Incident, at: Instant, policy: Policy): string {
  const { startedAt, timeline, lastStakeholderUpdateAt: heard } = incident;
  const until = timeline.resolved_at ?? at;
  const clock = updateClock(incident, policy);
  return lines(
    tongue.say('since', {
      at: clockTime(startedAt, at),
      duration: tongue.duration(secondsBetween(startedAt, until)),
    }),
    heard === null ? null : tongue.say('lastUpdate', { at: clockTime(heard, at) }),
    clock === null ? null : tongue.say('nextUpdate', { at: clockTime(clock.dueAt, at) }),
  );
}
