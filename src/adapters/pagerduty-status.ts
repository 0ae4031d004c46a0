/** PagerDuty status updates tell the subscribers of an incident how it stands. */
import { z } from 'zod';
import type { StatusBoard } from '../ports/status-board.ts';
import { clip } from './clipped.ts';
import { type PagerDutyCall, type PagerDutyRestOptions, restCall } from './pagerduty-client.ts';
import { askFor, segment } from './pagerduty-rest-answer.ts';

/** Throws PortError `refused` for an unusable URL. */
export function createPagerDutyStatus(options: PagerDutyRestOptions): StatusBoard {
  const call = restCall(options);
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
