/** How long a ranking of 40 services with 3 metrics of 600 points takes, against parsing that JSON in the same run. */
import type { CauseCase, Points, ServiceMetric } from '../src/diagnosis/cause-case.ts';
import { rankCauses } from '../src/diagnosis/rank-causes.ts';
import { median } from '../src/diagnosis/robust.ts';
import { type Dice, diceOf } from './synthetic-faults.ts';

const SERVICES = 40;
const POINTS = 600;
const STEP = 60;
const ROUNDS = 15;

export interface RankingTime {
  readonly parseMs: number;
  readonly rankMs: number;
}

/** Of several ways to cut the 600 points into what is usual and the incident, the slowest; medians of 15 rounds. */
export function rankingTime(): RankingTime {
  const times = [300, 540, 580].map((cut) => timeOf(JSON.stringify(bigCase(cut))));
  return times.reduce((worst, each) => (ratioOf(each) > ratioOf(worst) ? each : worst));
}

export function ratioOf({ parseMs, rankMs }: RankingTime): number {
  return rankMs / parseMs;
}

function timeOf(json: string): RankingTime {
  const parses: number[] = [];
  const ranks: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const given = JSON.parse(json) as CauseCase;
    const parsed = performance.now();
    const { outcome } = rankCauses(given);
    const ranked = performance.now();
    if (outcome !== 'causes') throw new Error('the fault of the measured case was not seen');
    parses.push(parsed - start);
    ranks.push(ranked - parsed);
  }
  return { parseMs: median(parses), rankMs: median(ranks) };
}

/** A tree of services in which the last one gets slow, and everything above it. */
function bigCase(cut: number): CauseCase {
  const dice = diceOf(1);
  const services = Array.from({ length: SERVICES }, (_, index) => `service-${index}`);
  const calls = services
    .slice(1)
    .map((callee, index) => ({ caller: services[Math.floor(index / 2)] ?? '', callee }));
  const slow = new Set<number>();
  for (let at = SERVICES - 1; at > 0; at = Math.floor((at - 1) / 2)) slow.add(at);
  const metrics = services.flatMap((service, index) =>
    metricsOf(service, index === 0 || slow.has(index), cut, dice),
  );
  const target = { service: services[0] ?? '', metric: 'latency' };
  return { calls, target, metrics, changes: [], at: (cut + 5) * STEP };
}

function metricsOf(
  service: string,
  isSlow: boolean,
  cut: number,
  dice: Dice,
): readonly ServiceMetric[] {
  const series = (level: number, during: number) => {
    const points: Points = Array.from({ length: POINTS }, (_, at) => [
      at * STEP,
      (at >= cut + 5 ? during : level) * (1 + 0.05 * dice()),
    ]);
    return { service, normal: points.slice(0, cut), incident: points.slice(cut) };
  };
  return [
    {
      name: 'latency',
      kind: 'latency',
      bad: 'up',
      unit: 'other',
      ...series(0.1, isSlow ? 0.2 : 0.1),
    },
    { name: 'errors', kind: 'errors', bad: 'up', unit: 'share', ...series(0.001, 0.001) },
    { name: 'requests', kind: 'traffic', bad: 'up', unit: 'count', ...series(500, 500) },
  ];
}
