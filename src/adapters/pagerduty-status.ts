/** PagerDuty status updates tell the subscribers of an incident how it stands. */
import { z } from 'zod';
import type { StatusBoard } from '../ports/status-board.ts';
import { clip } from './clipped.ts';
import { readTarget } from './outbound-target.ts';
import type { PagerDutyCall } from './pagerduty-client.ts';
import { askFor, segment } from './pagerduty-rest-answer.ts';

export interface PagerDutyStatusOptions {
  readonly apiToken: string;
  /** Email of the PagerDuty user in whose name updates are published. */
  readonly from: string;
  /** Default `https://api.pagerduty.com`; plain http and any port work too. */
  readonly apiUrl?: string;
  /** For one request. Default 10,000. */
  readonly timeoutMs?: number;
  /** PEM of a private certificate authority. Default: the system's. */
  readonly ca?: string;
}

/** Throws PortError `refused` for an unusable URL. */
export function createPagerDutyStatus(options: PagerDutyStatusOptions): StatusBoard {
  const call: PagerDutyCall = {
    target: readTarget('PagerDuty', options.apiUrl ?? 'https://api.pagerduty.com'),
    timeoutMs: options.timeoutMs ?? 10_000,
    secret: options.apiToken,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  };
  return { update: (incidentId, text) => update(call, options.from, incidentId, text) };
}

/** They are read on phones and in e-mails; PagerDuty's own page cuts longer ones. */
const MESSAGE_CHARS = 2000;

const Published = z.object({ status_update: z.object({ id: z.string() }) });

async function update(
  call: PagerDutyCall,
  from: string,
  incidentId: string,
  text: string,
): Promise<void> {
  await askFor(call, Published, {
    method: 'post',
    path: `/incidents/${segment(incidentId)}/status_updates`,
    from,
    body: { message: clip(text, MESSAGE_CHARS) },
  });
}
