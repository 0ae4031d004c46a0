/** Ranks the services that may have caused a target's trouble, or says that the data names none. */
import { type Blame, blameOf } from './blame.ts';
import type { Cause, Ranking } from './cause.ts';
import type { CauseCase } from './cause-case.ts';
import { causeOf, changeNear, onsetOfService } from './cause-report.ts';
import { type Scene, sceneOf } from './cause-scene.ts';
import { asFall, isFall } from './fallen-traffic.ts';

/** A target that stands out so far needs nobody to vouch for it. */
const CLEAR = 2.6;
/** Looking at twice as many spans asks for that much more. */
const PER_DOUBLING = 0.5;
const FEW_LOOKS = 10;
/** One that stands out less is believed when what it calls stands out so far, with most of the blame. */
const HINT = 0.8;
const VOUCHING = 4.5;
const MOST_OF_IT = 0.5;
const MOST_CAUSES = 10;
const SMALLEST = 0.005;
/** What went bad only after the target is less likely to be behind it; what was just changed is likelier. */
const LATER = 0.6;
const CHANGED = 1.5;

/**
 * Pure and total: gaps, NaN, unknown services and rings of calls are no errors. At most ten causes, the likeliest
 * first. Inconclusive when the target is as usual, or has no data. Where the target is a service's traffic, its fall is
 * followed to its callers.
 */
export function rankCauses(told: CauseCase): Ranking {
  const given = isFall(told) ? asFall(told) : told;
  const { service, metric } = given.target;
  const scene = sceneOf(given);
  if (scene === null) {
    const isEmpty = given.metrics.every(({ incident }) => incident.length === 0);
    const why = isEmpty
      ? { is: 'no-data' as const }
      : { is: 'target-without-data' as const, service, metric };
    return { outcome: 'inconclusive', why };
  }
  const blames = weighed(scene, blameOf(scene.graph, scene.signs, service, scene.kind));
  if (!isTroubled(scene, blames)) {
    const { z } = scene.trouble.effect;
    return { outcome: 'inconclusive', why: { is: 'target-as-usual', service, metric, z } };
  }
  const causes = blames
    .filter(({ share }) => share >= SMALLEST)
    .slice(0, MOST_CAUSES)
    .map((blame) => causeOf(scene, blame));
  return { outcome: 'causes', causes: noneSurer(causes), onset: scene.onset };
}

/** Who has more of the blame is not held for less likely: no cause is surer than one before it. */
function noneSurer(causes: readonly Cause[]): readonly Cause[] {
  let most = 1;
  return causes.map((cause) => {
    most = Math.min(most, cause.confidence);
    return { ...cause, confidence: most };
  });
}

function isTroubled(scene: Scene, blames: readonly Blame[]): boolean {
  const { effect, looks } = scene.trouble;
  const clear = CLEAR + PER_DOUBLING * Math.max(0, Math.log2(looks / FEW_LOOKS));
  if (effect.z >= clear) return true;
  return effect.z >= HINT && blames.some((blame) => isVouching(scene, blame));
}

function isVouching(scene: Scene, { service, kind, share }: Blame): boolean {
  if (service === scene.given.target.service || share < MOST_OF_IT) return false;
  const known = scene.signs.get(service);
  return known?.silent === true || (known?.signs.get(kind)?.effect.z ?? 0) >= VOUCHING;
}

/** The largest first, and again of 1 in all; services of equal blame in the order of their names. */
function weighed(scene: Scene, blames: readonly Blame[]): readonly Blame[] {
  const heavy = blames.map((blame) => ({ ...blame, share: blame.share * weightOf(scene, blame) }));
  const total = heavy.reduce((sum, { share }) => sum + share, 0);
  return heavy
    .map((blame) => ({ ...blame, share: blame.share / (total || 1) }))
    .sort((a, b) => b.share - a.share || (a.service < b.service ? -1 : 1));
}

function weightOf(scene: Scene, blame: Blame): number {
  const onset = onsetOfService(scene, blame);
  const isLater =
    onset !== null && scene.onset !== null && onset > scene.onset + 1.5 * scene.grid.width;
  const isChanged = changeNear(scene, blame.service) !== null;
  return (isLater ? LATER : 1) * (isChanged ? CHANGED : 1);
}
