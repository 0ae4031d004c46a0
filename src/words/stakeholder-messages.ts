/** Stakeholder messages: the great turns of an incident, from its opening to the close of its postmortem. */
import { type Closing, fixIn } from '../domain/gate-keys.ts';
import { type Incident, impactOf } from '../domain/incident.ts';
import { type Instant, plusSeconds, secondsBetween } from '../domain/instant.ts';
import type { Policy } from '../domain/policy.ts';
import type { Language } from '../domain/say-hints.ts';
import { unended } from './plain.ts';
import { headingOf } from './prepared-update.ts';
import { clockTime, lines, spoken, type Tongue } from './spoken.ts';

export function openedMessage(incident: Incident, language: Language): string {
  const impact = impactOf(incident);
  const services = incident.affectedServices.join(', ');
  return spoken(language, (tongue) =>
    lines(
      headingOf(tongue, incident),
      tongue.say('opened', { source: incident.source }),
      services === '' ? null : tongue.say('affects', { services }),
      impact === null ? null : tongue.say('impactIs', { impact }),
      statusLine(tongue, incident),
    ),
  );
}

/** Says how it ended, after how long, and when the postmortem is due. */
export function resolvedMessage(incident: Incident, language: Language, policy: Policy): string {
  const { phase } = incident;
  if (phase.status !== 'resolved' && phase.status !== 'postmortem') {
    // It is back already; that is told next.
    return spoken(language, (tongue) =>
      lines(headingOf(tongue, incident), tongue.words.changes.resolved.bare),
    );
  }
  const { closing } = phase;
  const { postmortemWithin } = policy.severities[incident.severity];
  return spoken(language, (tongue) =>
    lines(
      headingOf(tongue, incident),
      tongue.say('resolved', {
        at: clockTime(closing.at, closing.at),
        duration: tongue.duration(secondsBetween(incident.startedAt, closing.at)),
      }),
      ...endedBy(tongue, closing),
      postmortemWithin === null ? null : postmortemDue(tongue, closing.at, postmortemWithin),
    ),
  );
}

/** What was found, what was done, and who or what says that it is over; an override verifies nothing. */
function endedBy(tongue: Tongue, closing: Closing): readonly (string | null)[] {
  const { cause, verification, resolution } = closing;
  const fix = fixIn(closing);
  const how = tongue.words.resolutions[resolution];
  const finding = unended(verification.finding);
  const isVerified = verification.how !== 'overridden';
  const status = isVerified ? how : `${how}: ${finding}`;
  return [
    cause?.how === 'named' ? tongue.say('causeIs', { cause: cause.text }) : null,
    fix === null ? null : tongue.say('fixIs', { fix: fix.text }),
    resolution === 'fixed' ? null : tongue.say('statusIs', { status }),
    isVerified ? tongue.say('verifiedBy', { finding: verification.finding }) : null,
  ];
}

function postmortemDue(tongue: Tongue, from: Instant, within: number): string {
  const due = plusSeconds(from, within);
  return tongue.say('postmortemDue', { at: clockTime(due, from) });
}

/** `reason` may be empty. */
export function reopenedMessage(
  incident: Incident,
  reason: string,
  at: Instant,
  language: Language,
): string {
  const time = clockTime(incident.roundBeganAt, at);
  return spoken(language, (tongue) =>
    lines(
      headingOf(tongue, incident),
      reason === ''
        ? tongue.say('reopened', { at: time })
        : tongue.say('reopenedBecause', { at: time, reason }),
      statusLine(tongue, incident),
    ),
  );
}

export function postmortemClosedMessage(
  incident: Incident,
  at: Instant,
  language: Language,
): string {
  const { phase } = incident;
  const closedAt = phase.status === 'postmortem' ? phase.closedAt : at;
  return spoken(language, (tongue) =>
    lines(
      headingOf(tongue, incident),
      tongue.say('postmortemClosed', { at: clockTime(closedAt, at) }),
    ),
  );
}

/** With those whom the configuration names for it. `reason` may be empty. */
export function escalationMessage(
  incident: Incident,
  reason: string,
  language: Language,
  policy: Policy,
): string {
  const contacts = policy.escalationContacts.join(', ');
  return spoken(language, (tongue) =>
    lines(
      headingOf(tongue, incident),
      reason === ''
        ? tongue.words.changes.escalated.bare
        : tongue.say('escalated', { reason: unended(reason) }),
      contacts === '' ? null : tongue.say('callOn', { contacts }),
    ),
  );
}

function statusLine(tongue: Tongue, incident: Incident): string {
  return tongue.say('statusIs', { status: tongue.words.status[incident.phase.status] });
}
