/** Handle is the only way to change an incident; who loses a race loads again and decides again. */
import type { Command } from '../domain/command.ts';
import type { Refusal, Result } from '../domain/refusal.ts';
import { type IncidentTransaction, VersionConflict } from '../ports/incident-store.ts';
import { type Answers, type Applied, apply } from './apply.ts';
import type { Parts } from './parts.ts';

const TRIES = 3;

/** Throws StoreUnavailable when the store is away, UnknownIncident when there is no such incident. */
export async function handle(
  parts: Parts,
  id: string,
  command: Command,
  answers?: Answers,
): Promise<Result<Applied, Refusal>> {
  const { policy } = parts.settings();
  const result = await inTransaction(parts, async (tx) => {
    const loaded = await tx.load(id);
    if (loaded === null) throw new UnknownIncident(id);
    return apply(tx, loaded, command, policy, answers);
  });
  if (result.ok && result.value.events.length > 0) parts.wake([id]);
  return result;
}

/** One transaction, run again (up to three times) when somebody else appended first. */
export async function inTransaction<T>(
  parts: Pick<Parts, 'store'>,
  work: (tx: IncidentTransaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await parts.store.transaction(work);
    } catch (error) {
      if (!(error instanceof VersionConflict) || attempt === TRIES) throw error;
    }
  }
}

export class UnknownIncident extends Error {
  override readonly name = 'UnknownIncident';
  constructor(id: string) {
    super(`there is no incident ${JSON.stringify(id)}`);
  }
}
