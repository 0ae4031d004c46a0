/** Recall: how often the true cause is the first of the ranked ones, or among the first three. */
import type { CauseCase } from '../src/diagnosis/cause-case.ts';
import { rankCauses } from '../src/diagnosis/rank-causes.ts';
import { caseOf, type Scenario } from './petshop.ts';
import { normalWindows } from './petshop-windows.ts';
import { diceOf, type FaultKind, syntheticFault } from './synthetic-faults.ts';

export interface Row {
  readonly scenario: string;
  readonly metric: string;
  readonly n: number;
  readonly top1: number;
  readonly top3: number;
}

/** Per metric of the targets, over the issues of these splits. */
export function issueRows(scenario: Scenario, splits: readonly string[]): readonly Row[] {
  const issues = scenario.issues.filter(({ split }) => splits.includes(split));
  const metrics = [...new Set(issues.map(({ target }) => target.metric))].sort();
  return metrics.map((metric) => {
    const places = issues
      .filter(({ target }) => target.metric === metric)
      .map(({ table, target, at, rootCause }) =>
        placeOf(rootCause, caseOf(scenario.calls, scenario.normal, table, target, at)),
      );
    return rowOf(scenario.name, metric, places);
  });
}

export function syntheticRow(scenario: Scenario, kind: FaultKind, n: number, seed: number): Row {
  const dice = diceOf(seed);
  const places: number[] = [];
  while (places.length < n) {
    const fault = syntheticFault(scenario, kind, dice);
    if (fault !== null) places.push(placeOf(fault.cause, fault.given));
  }
  return rowOf(scenario.name, kind, places);
}

export interface Quiet {
  readonly windows: number;
  /** In which no cause was named. */
  readonly quiet: number;
}

export function quietWindows(scenario: Scenario): Quiet {
  let windows = 0;
  let quiet = 0;
  for (const given of normalWindows(scenario)) {
    windows += 1;
    if (rankCauses(given).outcome === 'inconclusive') quiet += 1;
  }
  return { windows, quiet };
}

/** 1 for the first, 0 when it is not named. */
function placeOf(cause: string, given: CauseCase): number {
  const ranking = rankCauses(given);
  if (ranking.outcome === 'inconclusive') return 0;
  return ranking.causes.findIndex(({ service }) => service === cause) + 1;
}

function rowOf(scenario: string, metric: string, places: readonly number[]): Row {
  const within = (most: number) =>
    places.filter((place) => place >= 1 && place <= most).length / places.length;
  return { scenario, metric, n: places.length, top1: within(1), top3: within(3) };
}
