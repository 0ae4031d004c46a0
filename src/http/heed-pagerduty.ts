/** Turns what the PagerDuty door read into what the service heeds: only a user's own note may command. */
import type { Actor } from '../domain/actor.ts';
import { type Heeded, PAGERDUTY } from '../service/heeded.ts';
import type { PagerdutyEvent } from '../webhooks/pagerduty.ts';

export function heedPagerduty({ agent, subject, occurredAt }: PagerdutyEvent): Heeded {
  switch (subject.kind) {
    case 'note': {
      const { vendorIncidentId, noteId, text, trimmed } = subject;
      const by = agent?.isUser === true ? person(agent) : null;
      return { kind: 'note', vendorIncidentId, noteId, text, trimmed, saidAt: occurredAt, by };
    }
    case 'incident': {
      const { service, ...rest } = subject;
      const by = agent?.isUser === true ? person(agent) : PAGERDUTY;
      return { ...rest, service: service?.name ?? '', saidAt: occurredAt, by };
    }
    default:
      return { kind: 'other' };
  }
}

function person({ id, name }: { id: string; name: string }): Actor {
  return { kind: 'person', name, channel: 'pagerduty', id };
}
