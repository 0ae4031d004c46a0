/** How long a ranking of 40 services with 3 metrics of 600 points takes, against parsing that JSON in the same run. */
import type { CauseCase, Points, ServiceMetric } from '../src/diagnosis/cause-case.ts';
import { rankCauses } from '../src/diagnosis/rank-causes.ts';
import { againstParsing, ratioOf, type Timed } from './against-parsing.ts';
import { CALLS, SERVICES, SLOW } from './service-tree.ts';
import { type Dice, diceOf } from './synthetic-faults.ts';

const POINTS = 600;
const STEP = 60;

/** Of several ways to cut the 600 points into what is usual and the incident, the slowest. */
export function rankingTime(): Timed {
  const times = [300, 540, 580].map((cut) =>
    againstParsing<CauseCase>(JSON.stringify(bigCase(cut)), (given) => {
      if (rankCauses(given).outcome === 'causes') return;
      throw new Error('the fault of the measured case was not seen');
    }),
  );
  return times.reduce((worst, each) => (ratioOf(each) > ratioOf(worst) ? each : worst));
}

function bigCase(cut: number): CauseCase {
  const dice = diceOf(1);
  const metrics = SERVICES.flatMap((service, at) => metricsOf(service, SLOW.has(at), cut, dice));
  const target = { service: SERVICES[0] ?? '', metric: 'latency' };
  return { calls: CALLS, target, metrics, changes: [], at: (cut + 5) * STEP };
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
