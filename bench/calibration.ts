/** Calibration: how often a cause that is named first is the true one, by the confidence that it was named with. */
import { rankCauses } from '../src/diagnosis/rank-causes.ts';
import type { Scenario } from './petshop.ts';
import { diceOf, FAULT_KINDS, type FaultKind, syntheticFault } from './synthetic-faults.ts';

const BOUNDS = [0, 0.2, 0.4, 0.6, 0.8, 0.9, 1] as const;

export interface Bucket {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Mean confidence of those in it; NaN for none. */
  readonly said: number;
  /** The share of them that was true. */
  readonly was: number;
}

interface Named {
  readonly confidence: number;
  readonly isTrue: boolean;
}

/** `count` faults of each kind in each scenario; those that are given no answer say nothing of confidence. */
export function calibration(
  scenarios: readonly Scenario[],
  count: number,
  seed: number,
): readonly Bucket[] {
  const named = scenarios.flatMap((scenario) =>
    FAULT_KINDS.flatMap((kind) => firstCauses(scenario, kind, count, seed)),
  );
  return BOUNDS.slice(1).map((to, index) => {
    const from = BOUNDS[index] ?? 0;
    const own = named.filter(({ confidence }) => confidence >= from && confidence < to);
    const mean = (value: (one: Named) => number) =>
      own.reduce((total, one) => total + value(one), 0) / own.length;
    const said = mean(({ confidence }) => confidence);
    return { from, to, n: own.length, said, was: mean(({ isTrue }) => Number(isTrue)) };
  });
}

function firstCauses(
  scenario: Scenario,
  kind: FaultKind,
  count: number,
  seed: number,
): readonly Named[] {
  const dice = diceOf(seed);
  const named: Named[] = [];
  for (let made = 0; made < count; ) {
    const fault = syntheticFault(scenario, kind, dice);
    if (fault === null) continue;
    made += 1;
    const ranking = rankCauses(fault.given);
    const first = ranking.outcome === 'causes' ? ranking.causes[0] : undefined;
    if (first === undefined) continue;
    named.push({ confidence: first.confidence, isTrue: first.service === fault.cause });
  }
  return named;
}
