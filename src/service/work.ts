/** Does the jobs that the yard carries; a row that is done already is left alone. */
import type { OutboxRow } from '../ports/outbox.ts';
import type { Job } from '../ports/yard.ts';
import { investigate } from './investigate.ts';
import type { Parts } from './parts.ts';
import { proveAction } from './prove-action.ts';
import { publish } from './publish.ts';
import { recall } from './recall.ts';
import { retryAt } from './retry.ts';
import { verify } from './verify.ts';

const WORK: Readonly<Record<Job['kind'], (parts: Parts, row: OutboxRow) => Promise<void>>> = {
  diagnose: investigate,
  verify,
  publish,
  recall,
  'prove-action': proveAction,
};

/** What fails in a job goes back to the outbox with a later time. Throws only when the outbox itself cannot be reached. */
export async function work(parts: Parts, job: Job): Promise<void> {
  const row = await parts.outbox.undone(job.rowId);
  if (row === null) return;
  try {
    await WORK[job.kind](parts, row);
    await parts.outbox.done(row.id, parts.clock.now());
  } catch (error) {
    parts.log.error('job failed, will run again', {
      incident_id: row.incidentId,
      kind: job.kind,
      error,
    });
    const text = error instanceof Error ? error.message : String(error);
    await parts.outbox.retry(row.id, retryAt(parts.clock.now(), row.attempts, null), text);
  }
}
