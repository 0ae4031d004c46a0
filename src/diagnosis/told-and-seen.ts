/** Changes that were told and changes that were seen in metrics, as one list: a deploy that was told shows as a rollout, too. */
import type { Change } from '../domain/change.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';

/** Seconds between a deploy that was told and its rollout. */
const SAME = 600;
const MOST = 50;

/** Those nearest to the onset first; of one change that was told and seen, what was told. */
export function freshest(
  told: readonly Change[],
  seen: readonly Change[],
  onset: Instant,
): readonly Change[] {
  const news = seen.filter((change) => !told.some((each) => isSame(each, change)));
  const distance = ({ at }: Change) => Math.abs(secondsBetween(at, onset));
  return [...told, ...news].sort((a, b) => distance(a) - distance(b)).slice(0, MOST);
}

function isSame(told: Change, seen: Change): boolean {
  const shares = seen.services.some((service) => told.services.includes(service));
  return shares && Math.abs(secondsBetween(told.at, seen.at)) <= SAME;
}
