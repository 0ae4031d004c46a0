/** Which needs of the gates a step may meet, and which of them no step of a workflow meets. */
import { NEED_NAMES, type NeedName } from '../domain/refusal.ts';

/** What must be so before anything can be asked at all: no step meets these. */
const PRECONDITIONS: readonly NeedName[] = ['open-incident', 'authority', 'wider-look'];

/** The needs that steps are there for. */
export const STEP_NEEDS: readonly NeedName[] = NEED_NAMES.filter(
  (need) => !PRECONDITIONS.includes(need),
);

/** The gates will ask for these, and no step says how to meet them. */
export function unmetNeeds(
  steps: readonly { readonly needs: readonly NeedName[] }[],
): readonly NeedName[] {
  const met = new Set(steps.flatMap((step) => step.needs));
  return STEP_NEEDS.filter((need) => !met.has(need));
}
