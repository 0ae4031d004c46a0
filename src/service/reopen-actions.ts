/** Opens the action items of past incidents again when the same problem comes back. */
import { system } from '../domain/actor.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { handle } from './handle.ts';
import type { Parts } from './parts.ts';

export async function reopenActions(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  if (loaded !== null) {
    const past = await parts.store.past(loaded.incident);
    const { correlationKey } = loaded.incident;
    for (const { id } of past.filter((each) => each.correlationKey === correlationKey)) {
      await handle(parts, id, {
        type: 'ReopenActions',
        at: parts.clock.now(),
        by: system('memory'),
        because: row.incidentId,
      });
    }
  }
  await parts.outbox.done(row.id, parts.clock.now());
}
