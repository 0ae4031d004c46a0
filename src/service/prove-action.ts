/** Looks whether the proof of an action item has held since somebody said that it is done. */
import { type ProofVerdict, proofOf, proofQuery } from '../diagnosis/action-proof.ts';
import { alertWindow } from '../diagnosis/window.ts';
import { system } from '../domain/actor.ts';
import { secondsBetween } from '../domain/instant.ts';
import type { ActionId } from '../domain/marks.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { handle } from './handle.ts';
import type { Parts } from './parts.ts';

export async function proveAction(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  const action = String(row.payload['action']) as ActionId;
  const item = loaded?.incident.actions.find((each) => each.id === action);
  const since = String(row.payload['since']);
  if (item?.state !== 'proving' || item.proof === null || item.provingSince !== since) return;
  await handle(parts, row.incidentId, {
    type: 'ProveAction',
    at: parts.clock.now(),
    by: system('proof'),
    action,
    since,
    complete: Number(row.payload['day']) >= item.proof.days,
    ...(await looked(parts, item.proof.promql, since)),
  });
}

async function looked(parts: Parts, promql: string, since: string): Promise<ProofVerdict> {
  if (parts.metrics === null) return { verdict: 'unknown', finding: 'no Prometheus is configured' };
  const to = parts.clock.now();
  const window = alertWindow({ startsAt: null, to, lookback: secondsBetween(since, to) });
  try {
    const answer = await parts.metrics.range({ query: proofQuery(promql), ...window });
    return proofOf(promql, answer, window);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { verdict: 'unknown', finding: `it could not be asked: ${error.message}` };
  }
}
