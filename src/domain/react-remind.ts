/** Reactions about reminding people: of what is due, of actions, and that it was escalated. */
import type { Effect } from './effect.ts';
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import { chat, note, type Told } from './told-effects.ts';

/** Each goes into the chat's thread and onto the incident at PagerDuty. */
export function reminded(incident: Incident, event: IncidentEvent): readonly Effect[] {
  const told = reminderOf(event);
  if (told === null) return [];
  return [chat(incident, event.at, { what: 'nudge', ...told }), ...note(incident, event.at, told)];
}

/** `about` and its details, for whoever puts it into words. */
function reminderOf(event: IncidentEvent): Told | null {
  switch (event.type) {
    case 'Nudged': {
      const { about, needs, text } = event;
      return { about, needs: needs.join(','), text };
    }
    case 'Escalated':
      return { about: 'escalated', text: event.reason };
    case 'ActionReminded':
      return { about: 'action-due', action: event.action, text: '' };
    case 'ActionProved':
      return { about: 'action-proved', action: event.action, text: event.finding };
    case 'ActionDisproved':
      return { about: 'action-disproved', action: event.action, text: event.finding };
    case 'ActionReopened':
      return { about: 'action-reopened', action: event.action, text: event.reason };
    default:
      return null;
  }
}
