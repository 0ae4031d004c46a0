/** Changes that were told and changes that were seen in metrics, as one list: a deploy that was told shows as a rollout, too. */
import type { Change } from '../domain/change.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';

/** Seconds between a deploy that was told and its rollout. */
const SAME = 600;
const MOST = 50;
/** Clocks differ; what came later than this after the onset did not lead to it. */
const SLACK = 60;

/**
 * Those before the onset first, then those after it, each the nearest first; of one change that was told and seen, what
 * was told.
 */
export function freshest(
  told: readonly Change[],
  seen: readonly Change[],
  onset: Instant,
): readonly Change[] {
  const news = seen.filter((change) => !told.some((each) => isSame(each, change)));
  const distance = ({ at }: Change) => Math.abs(secondsBetween(at, onset));
  const isLate = ({ at }: Change) => Number(secondsBetween(onset, at) > SLACK);
  return [...told, ...news]
    .sort((a, b) => isLate(a) - isLate(b) || distance(a) - distance(b))
    .slice(0, MOST);
}

/** A flag that is turned rolls nothing out. */
function isSame(told: Change, seen: Change): boolean {
  if (told.kind === 'flag') return false;
  const shares = seen.services.some((service) => told.services.includes(service));
  return shares && Math.abs(secondsBetween(told.at, seen.at)) <= SAME;
}
