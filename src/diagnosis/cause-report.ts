/** The report on one cause: what speaks for it, what would speak against it, and on which evidence it rests. */
import type { Blame } from './blame.ts';
import { carriedTrouble, certaintyOf } from './carried-trouble.ts';
import type { Cause, Reason, Refutation } from './cause.ts';
import type { Change } from './cause-case.ts';
import { onsetIn, type Scene } from './cause-scene.ts';
import { confidenceOf } from './confidence.ts';
import type { GriddedMetric } from './effect-size.ts';
import type { Sign } from './service-signs.ts';
import { isOverloaded, surgeOf } from './surge.ts';

/** Seconds: a change counts from so long before the trouble to a bin after it. */
const CHANGE_COUNTS = 2 * 3600;
/** Silence has no size; it counts as much as this many deviations. */
const SILENT_Z = 6;

/** `blame.share`: its part of all blame. */
export function causeOf(scene: Scene, blame: Blame): Cause {
  const signs = signsOf(scene, blame);
  const [first] = signs;
  const onset = onsetOfService(scene, blame);
  const change = changeNear(scene, blame.service);
  const z = first?.effect.z ?? (scene.signs.get(blame.service)?.silent === true ? SILENT_Z : 0);
  return {
    service: blame.service,
    metrics: signs.map(({ metric }) => metric.name),
    kind: blame.kind,
    score: blame.share,
    confidence: confidenceOf(blame.share, z, scene.trouble.effect.z),
    onset,
    effect:
      first === undefined ? null : { z, before: first.effect.before, during: first.effect.during },
    path: blame.path,
    reasons: reasonsFor(scene, blame, first, onset, change),
    refutations: refutationsOf(scene, blame, change),
    evidence: [
      ...new Set([
        ...signs.flatMap(({ metric }) => metric.evidence ?? []),
        ...(change?.evidence ?? []),
      ]),
    ],
  };
}

/** The metric that the blame is about first, then all that got certainly worse. */
function signsOf(scene: Scene, { service, kind }: Blame): readonly Sign[] {
  const signs = scene.signs.get(service)?.signs;
  const main = signs?.get(kind);
  const others = [...(signs?.values() ?? [])].filter(
    (sign) => sign !== main && sign.metric.kind !== 'traffic' && certaintyOf(sign.effect.z) >= 1,
  );
  return main === undefined ? others : [main, ...others];
}

/** Of the metric that the blame is about, or its last report when it fell silent; unix seconds. */
export function onsetOfService(scene: Scene, { service, kind }: Blame): number | null {
  const all = scene.series.get(service) ?? [];
  if (scene.signs.get(service)?.silent === true) return lastReport(all);
  const series = all.find(({ metric }) => metric.kind === kind);
  return series === undefined ? null : onsetIn(scene.grid, scene.trouble, series);
}

function lastReport(all: readonly GriddedMetric[]): number | null {
  const times = all.flatMap(({ points }) =>
    points.filter(([, value]) => Number.isFinite(value ?? Number.NaN)).map(([time]) => time),
  );
  return times.length === 0 ? null : times.reduce((last, time) => Math.max(last, time));
}

/** The latest change to the service that may have brought the trouble; null when there is none. */
export function changeNear({ given, grid, onset }: Scene, service: string): Change | null {
  const start = onset ?? given.at;
  const near = given.changes.filter(
    ({ service: changed, at }) =>
      changed === service && at >= start - CHANGE_COUNTS && at <= start + grid.width,
  );
  return near.reduce<Change | null>(
    (last, each) => (last === null || each.at > last.at ? each : last),
    null,
  );
}

function reasonsFor(
  scene: Scene,
  { service, kind }: Blame,
  sign: Sign | undefined,
  onset: number | null,
  change: Change | null,
): readonly Reason[] {
  const reasons: Reason[] = [];
  if (scene.signs.get(service)?.silent === true) reasons.push({ is: 'silent' });
  if (sign !== undefined) {
    reasons.push({ is: 'worse', metric: sign.metric.name, z: sign.effect.z });
  }
  if (onset !== null) {
    reasons.push({ is: 'began', at: onset, lead: (scene.onset ?? onset) - onset });
  }
  if (sign !== undefined) {
    const explained = explainedBelow(scene, service, kind);
    reasons.push({ is: 'own', explained, by: scene.kind === 'traffic' ? 'callers' : 'callees' });
  }
  const times = isOverloaded(scene.graph, scene.signs, service)
    ? surgeOf(scene.signs, service)
    : null;
  if (times !== null) reasons.push({ is: 'overloaded', times });
  for (const callee of newCallees(scene, service)) {
    reasons.push({ is: 'calls-something-new', callee });
  }
  if (change !== null) reasons.push({ is: 'changed', title: change.title, at: change.at });
  return reasons;
}

/** None where the target gets fewer requests: there the calls are followed the other way round. */
function newCallees({ kind, graph, signs }: Scene, service: string): readonly string[] {
  const callees = kind === 'traffic' ? [] : (graph.callees.get(service) ?? []);
  return callees.filter((callee) => signs.get(callee)?.fresh === true);
}

/** The part of its trouble that what it calls explains, 0 to 1. */
function explainedBelow(scene: Scene, service: string, kind: Blame['kind']): number {
  const { from } = carriedTrouble(scene.graph, scene.signs, kind)(service);
  const excess = scene.signs.get(service)?.signs.get(kind)?.excess ?? 0;
  const arriving = from.reduce((sum, { amount }) => sum + amount, 0);
  return excess > 0 ? Math.min(1, arriving / excess) : 0;
}

function refutationsOf(scene: Scene, { service }: Blame, change: Change | null): Refutation[] {
  const target = scene.given.target.service;
  const refutations: Refutation[] =
    service === target
      ? []
      : [
          { is: 'recovers-alone', service, target },
          { is: 'target-was-first', service, target },
        ];
  if (change !== null) refutations.push({ is: 'undo-is-no-help', title: change.title });
  return refutations;
}
