/** Nudges tell people what is due soon, what it lacks, and the very sentence to write. */
import type { Incident } from '../domain/incident.ts';
import { type Instant, plusSeconds, secondsBetween } from '../domain/instant.ts';
import type { Policy } from '../domain/policy.ts';
import type { NeedName } from '../domain/refusal.ts';
import type { Language } from '../domain/say-hints.ts';
import { plainLines } from './plain.ts';
import { clockTime, lines, spoken, type Tongue } from './spoken.ts';

/** What triage still asks, until when, and what happens then. */
export function triageNudge(
  incident: Incident,
  needs: readonly NeedName[],
  language: Language,
  policy: Policy,
): string {
  const { roundBeganAt } = incident;
  const due = clockTime(plusSeconds(roundBeganAt, policy.triageDeadline), roundBeganAt);
  return spoken(language, (tongue) =>
    lines(
      tongue.say('triageNearlyDue', { at: due }),
      ...needLines(tongue, needs),
      tongue.say('triageDue', { severity: incident.severity }),
    ),
  );
}

/** The prepared text, and the two sentences that send it or another one. */
export function updateNudge(prepared: string, dueAt: Instant, language: Language): string {
  const due = clockTime(dueAt, dueAt);
  return lines(
    spoken(language, (tongue) => tongue.say('updateNearlyDue', { at: due })),
    plainLines(prepared)
      .split('\n')
      .map((line) => `> ${line}`.trimEnd())
      .join('\n'),
    spoken(language, (tongue) => tongue.say('updateAnswer', { quote: '…' })),
  );
}

export function postmortemNudge(
  incident: Incident,
  needs: readonly NeedName[],
  at: Instant,
  language: Language,
): string {
  const resolvedAt = incident.timeline.resolved_at ?? at;
  return spoken(language, (tongue) =>
    lines(
      tongue.say('postmortemOverdue', {
        duration: tongue.duration(secondsBetween(resolvedAt, at)),
      }),
      ...needLines(tongue, needs),
    ),
  );
}

/** `- what is missing: write "the sentence"`, one line each. */
function needLines(tongue: Tongue, needs: readonly NeedName[]): readonly string[] {
  return needs.map((need) => tongue.say('missing', tongue.words.needs[need]));
}
