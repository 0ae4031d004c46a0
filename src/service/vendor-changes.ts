/** Asks PagerDuty for the change events that were sent there, and keeps those of the services that are looked at. */
import type { Change } from '../domain/change.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';
import { PortError } from '../ports/port-error.ts';
import { type Hole, holeOf } from './hole.ts';
import type { Parts } from './parts.ts';

/** Seconds between two tellings of one change. */
const SAME = 60;

interface VendorChanges {
  readonly changes: readonly Change[];
  readonly holes: readonly Hole[];
}

/** `services`: empty means all. Nothing, and no hole, without an API token. Never throws PortError. */
export async function vendorChanges(
  { board, probe }: Pick<Parts, 'board' | 'probe'>,
  { from, to }: { readonly from: Instant; readonly to: Instant },
  services: readonly string[],
): Promise<VendorChanges> {
  if (board === null) return { changes: [], holes: [] };
  try {
    const found = await probe.ask('pagerduty', () => board.changes(from, to));
    return { changes: found.flatMap((change) => ofServices(change, services)), holes: [] };
  } catch (error) {
    if (error instanceof PortError) return { changes: [], holes: [holeOf('PagerDuty', error)] };
    throw error;
  }
}

/** Whether somebody told it here too: senders often tell both. */
export function isTold(told: readonly Change[], { summary, at }: Change): boolean {
  return told.some(
    (each) => each.summary === summary && Math.abs(secondsBetween(each.at, at)) <= SAME,
  );
}

/** Under our own names of the services; "Checkout API" there is `checkout-api` here. */
function ofServices(change: Change, services: readonly string[]): readonly Change[] {
  if (services.length === 0 || change.services.length === 0) return [change];
  const theirs = new Set(change.services.map(folded));
  const ours = services.filter((service) => theirs.has(folded(service)));
  return ours.length === 0 ? [] : [{ ...change, services: ours }];
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[\s_.]+/g, '-');
}
