/** What people say counts in the order in which they said it, whatever order it reaches us in. */
import type { Command } from './command.ts';
import type { IncidentEvent } from './incident-event.ts';
import type { Instant } from './instant.ts';

export function saidAtOf(command: Command): Instant {
  return command.saidAt ?? command.at;
}

/** Said before what is in force, and heard after it: kept on the timeline, and nothing changes. */
export function tooLate({ at, by, saidAt }: Command, what: string): IncidentEvent {
  const text = `${what}; it was said ${saidAt ?? at} and reached us late, so nothing changes`;
  return { type: 'NoteTaken', at, by, text };
}
