/** The decision that is a single event: made when the command was given, by whoever gave it. */
import type { Command } from './command.ts';
import type { Decision } from './decide.ts';
import type { IncidentEvent } from './incident-event.ts';
import { ok } from './refusal.ts';

type EventOf<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>;

export function one<T extends IncidentEvent['type']>(
  type: T,
  command: Command,
  rest: Omit<EventOf<T>, 'type' | 'at' | 'by' | 'saidAt'>,
): Decision {
  return ok([eventOf(type, command, rest)]);
}

export function eventOf<T extends IncidentEvent['type']>(
  type: T,
  { at, by, saidAt }: Command,
  rest: Omit<EventOf<T>, 'type' | 'at' | 'by' | 'saidAt'>,
): IncidentEvent {
  const said = saidAt === undefined ? {} : { saidAt };
  return { type, at, by, ...said, ...rest } as EventOf<T>;
}
