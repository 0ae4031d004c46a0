/** The severity of an incident in sentences: who proposed it and why, and everybody who confirmed one. */
import type { Incident } from '../domain/incident.ts';
import { type Entry, type EntryOf, entriesOf, proven } from './fact.ts';
import { instantText } from './instant-text.ts';
import { markdownBlocks } from './markdown-table.ts';
import { markdownLine } from './neutral.ts';

export function severityText(incident: Incident, entries: readonly Entry[]): string {
  const { severity, rule, reason } = incident.proposal;
  const why = reason === '' ? '.' : `: ${markdownLine(reason)}`;
  const proposed = `**${severity}** was proposed by the rule ${markdownLine(rule)}${why}`;
  const by = entriesOf(entries, 'SeverityProposed').at(-1);
  return markdownBlocks([proven(proposed, by?.seq), ...confirmations(incident, entries)]);
}

function confirmations(incident: Incident, entries: readonly Entry[]): readonly string[] {
  const confirmed = entriesOf(entries, 'SeverityConfirmed');
  if (confirmed.length === 0) return ['Nobody has confirmed it yet.'];
  const isRaised = incident.severity !== incident.confirmed?.severity;
  const raised = isRaised ? [`It was raised to **${incident.severity}** later.`] : [];
  return [...confirmed.map(confirmation), ...raised];
}

function confirmation({ seq, event }: EntryOf<'SeverityConfirmed'>): string {
  const at = instantText(event.saidAt ?? event.at);
  return event.how === 'person'
    ? proven(`${markdownLine(event.by.name)} confirmed **${event.severity}** at ${at}.`, seq)
    : proven(
        `Nobody confirmed it in time: **${event.severity}** was accepted at the triage deadline, ${at}.`,
        seq,
      );
}
