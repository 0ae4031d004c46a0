/** Recall looks for past incidents like this one, with what fixed them. */
import { system } from '../domain/actor.ts';
import { alikeOf } from '../domain/alike.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { handle } from './handle.ts';
import type { Parts } from './parts.ts';

export async function recall(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  if (loaded === null) return;
  const items = alikeOf(loaded.incident, await parts.store.past(loaded.incident));
  const by = system('memory');
  await handle(parts, row.incidentId, {
    type: 'RecallPast',
    at: parts.clock.now(),
    by,
    items,
  });
}
