/** The PagerDuty pager rings people's phones through the Events API v2. */
import { z } from 'zod';
import type { Pager } from '../ports/pager.ts';
import { PortError } from '../ports/port-error.ts';
import { readTarget } from './outbound-target.ts';
import { isUsableKey, resolveBody, triggerBody } from './pagerduty-body.ts';
import { enqueue, type PagerDutyCall } from './pagerduty-client.ts';

export interface PagerDutyPagerOptions {
  /** The integration key of an Events API v2 integration: 32 characters. */
  readonly routingKey: string;
  /** Default `https://events.pagerduty.com`; plain http and any port work too. */
  readonly eventsUrl?: string;
  /** For one event, a hanging or dripping answer included. Default 10,000. */
  readonly timeoutMs?: number;
  /** PEM of a private certificate authority. Default: the system's. */
  readonly ca?: string;
}

/** Sends each event once: trying again is the outbox's decision. Throws PortError `refused` for an unusable URL. */
export function createPagerDutyPager(options: PagerDutyPagerOptions): Pager {
  const call: PagerDutyCall = {
    target: readTarget('PagerDuty', options.eventsUrl ?? 'https://events.pagerduty.com'),
    timeoutMs: options.timeoutMs ?? 10_000,
    secret: options.routingKey,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  };
  return {
    via: 'pagerduty',
    trigger: async (page) => {
      await send(call, page.dedupKey, triggerBody(options.routingKey, page));
    },
    resolve: async (dedupKey) => {
      await send(call, dedupKey, resolveBody(options.routingKey, dedupKey));
    },
  };
}

const Accepted = z.object({ status: z.literal('success') });

async function send(call: PagerDutyCall, dedupKey: string, body: object): Promise<void> {
  if (!isUsableKey(dedupKey)) {
    throw new PortError('refused', 'A page needs a dedup key of 1 to 255 characters');
  }
  const answer = await enqueue(call, body);
  if (!Accepted.safeParse(answer).success) {
    throw new PortError(
      'malformed',
      `${call.target.who} answered without saying that it accepted the event`,
    );
  }
}
