/** Claims are the outbox rows that this process has taken and still carries: so many of a lane at a time, each once. */
import { type Lane, laneOf } from '../domain/effect.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import type { Parts } from './parts.ts';

/** In the order in which they are begun. */
export const LANES = ['pager', 'timer', 'call', 'note', 'chat', 'job'] as const;

/** Longer than a send with its look-ups may take, and short enough that a crash delays a page by seconds only. */
const LEASE_SECONDS: Readonly<Record<Lane, number>> = {
  pager: 20,
  note: 30,
  chat: 30,
  call: 45,
  job: 30,
  timer: 12,
};
const BATCH = 50;

/** More of one lane than this is not sent at a time. */
const MOST_UNDER_WAY = 500;

export interface Claims {
  /** What is due on a lane. */
  of(lane: Lane): Promise<readonly OutboxRow[]>;
  /** What is due for one incident, on all lanes. */
  ofIncident(id: string): Promise<readonly OutboxRow[]>;
  /** It was carried, or put back. */
  letGo(row: OutboxRow): void;
}

export function createClaims({ outbox, clock }: Pick<Parts, 'outbox' | 'clock'>): Claims {
  /** Ids of rows. */
  const carried: Readonly<Record<Lane, Set<string>>> = {
    ...{ pager: new Set(), timer: new Set(), call: new Set() },
    ...{ note: new Set(), chat: new Set(), job: new Set() },
  };
  /** Rows whose lease ran out while we still carry them stay with us. */
  const taken = (rows: readonly OutboxRow[]): readonly OutboxRow[] => {
    const fresh = rows.filter(({ id, kind }) => !carried[laneOf(kind)].has(id));
    for (const { id, kind } of fresh) carried[laneOf(kind)].add(id);
    return fresh;
  };
  const roomOn = (lane: Lane) => Math.min(BATCH, MOST_UNDER_WAY - carried[lane].size);
  return {
    async of(lane) {
      const limit = roomOn(lane);
      if (limit <= 0) return [];
      return taken(await outbox.claim(lane, clock.now(), LEASE_SECONDS[lane], limit));
    },
    async ofIncident(id) {
      const free = LANES.filter((lane) => roomOn(lane) > 0);
      const leases = Object.fromEntries(free.map((lane) => [lane, LEASE_SECONDS[lane]]));
      return taken(await outbox.claimOf(id, clock.now(), leases, BATCH));
    },
    letGo: ({ id, kind }) => void carried[laneOf(kind)].delete(id),
  };
}
