/** A tree of 40 services, each of which calls two others: the last one gets slow, and everything above it. */
import type { Call } from '../src/diagnosis/cause-case.ts';

export const SERVICES = Array.from({ length: 40 }, (_, index) => `service-${index}`);

export const CALLS: readonly Call[] = SERVICES.slice(1).map((callee, index) => ({
  caller: SERVICES[parentOf(index + 1)] ?? '',
  callee,
}));

/** Places in `SERVICES`. */
export const SLOW: ReadonlySet<number> = new Set(wayUp(SERVICES.length - 1));

function* wayUp(from: number): Generator<number> {
  for (let at = from; at > 0; at = parentOf(at)) yield at;
  yield 0;
}

function parentOf(at: number): number {
  return Math.floor((at - 1) / 2);
}
