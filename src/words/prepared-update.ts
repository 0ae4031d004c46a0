/** The prepared update is what stakeholders hear when nobody finds words: only what changed since they last heard. */
import { type Incident, isOpen } from '../domain/incident.ts';
import { type Instant, plusSeconds } from '../domain/instant.ts';
import type { ChangeMark } from '../domain/marks.ts';
import type { Policy } from '../domain/policy.ts';
import type { Language } from '../domain/say-hints.ts';
import { plain } from './plain.ts';
import { clockTime, lines, spoken, type Tongue } from './spoken.ts';

/** `at`: when it is sent; the next update is counted from there. */
export function preparedUpdate(
  incident: Incident,
  at: Instant,
  language: Language,
  policy: Policy,
): string {
  return spoken(language, (tongue) =>
    lines(
      headingOf(tongue, incident),
      ...newsOf(tongue, incident, at),
      next(tongue, incident, at, policy),
    ),
  );
}

export function headingOf(tongue: Tongue, { id, severity, title }: Incident): string {
  return tongue.say('heading', { id, severity, title });
}

/** What was said last, or the beginning of this round where nothing was. */
function lastHeardAt(incident: Incident): Instant {
  return incident.lastStakeholderUpdateAt ?? incident.roundBeganAt;
}

function newsOf(tongue: Tongue, incident: Incident, at: Instant): readonly string[] {
  const since = clockTime(lastHeardAt(incident), at);
  const status = tongue.words.status[incident.phase.status];
  const told = eachOnce(incident.changes);
  if (told.length === 0) return [tongue.say('noChange', { at: since, status })];
  return [
    tongue.say('changedSince', { at: since }),
    ...told.map((change) => `- ${changeText(tongue, change)}`),
    tongue.say('statusIs', { status }),
  ];
}

/** What happened twice in the same words is told where it happened last. */
function eachOnce(changes: readonly ChangeMark[]): readonly ChangeMark[] {
  const last = new Map<string, ChangeMark>();
  for (const change of changes) {
    const key = `${change.kind} ${change.text}`;
    last.delete(key);
    last.set(key, change);
  }
  return [...last.values()];
}

function changeText(tongue: Tongue, { kind, text }: ChangeMark): string {
  const words = tongue.words.changes[kind];
  const told = plain(kind === 'resolved' ? resolutionText(tongue, text) : text);
  return told === '' ? words.bare : words.told({ text: told });
}

/** The domain names the resolution by its key. */
function resolutionText({ words }: Tongue, text: string): string {
  return Object.entries(words.resolutions).find(([name]) => name === text)?.[1] ?? text;
}

function next(tongue: Tongue, incident: Incident, at: Instant, policy: Policy): string | null {
  const { updateEvery } = policy.severities[incident.severity];
  if (updateEvery === null || !isOpen(incident)) return null;
  return tongue.say('nextUpdate', { at: clockTime(plusSeconds(at, updateEvery), at) });
}
