/** Confidence says how often a cause that looks like this one is the true one. */

/** A larger effect is no surer. */
const CERTAIN = 25;

/**
 * Logistic over the blame and the effects, with numbers from synthetic faults at every node of a call graph and five
 * kinds of fault (`bench/synthetic-faults.ts`), rounded. Never 0 and never 1.
 */
export function confidenceOf(share: number, causeZ: number, targetZ: number): number {
  const strength = (z: number) => Math.log2(1 + Math.min(CERTAIN, Math.max(0, z)));
  const weighed = -6 + 6 * share + 0.7 * strength(causeZ) + 0.3 * strength(targetZ);
  const confidence = 1 / (1 + Math.exp(-weighed));
  return Math.min(0.97, Math.max(0.01, Math.round(confidence * 100) / 100));
}
