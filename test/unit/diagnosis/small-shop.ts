/** A small shop to break: a page that calls a basket and a till, and a ledger below the till. */
import type {
  Call,
  CauseCase,
  MetricKind,
  Points,
  ServiceMetric,
} from '../../../src/diagnosis/cause-case.ts';

export const CALLS: readonly Call[] = [
  { caller: 'page', callee: 'basket' },
  { caller: 'page', callee: 'till' },
  { caller: 'till', callee: 'ledger' },
];
const SERVICES = ['page', 'basket', 'till', 'ledger'];
const STEP = 60;
const NORMAL = 300;
const INCIDENT = 20;
const START = 1_760_000_000;
/** The minute of the incident in which things go wrong. */
const BROKEN_FROM = 10;
export const AT = START + (NORMAL + BROKEN_FROM + 1) * STEP;

/** What is added to a metric once things are wrong; null when it stops reporting. */
export type Damage = Readonly<Record<string, number | null>>;

const SHAPES: readonly (Pick<ServiceMetric, 'name' | 'kind' | 'bad' | 'unit'> & {
  level: number;
})[] = [
  { name: 'latency', kind: 'latency', bad: 'up', unit: 'other', level: 0.1 },
  { name: 'availability', kind: 'errors', bad: 'down', unit: 'percent', level: 100 },
  { name: 'requests', kind: 'traffic', bad: 'up', unit: 'count', level: 400 },
];

/** `damage`: by `service metric`, as `ledger latency`. `noise`: two numbers from 0 to 1 for each point, the same each time. */
export function brokenShop(damage: Damage, target = 'page', metric = 'latency'): CauseCase {
  const metrics = SERVICES.flatMap((service, place) =>
    SHAPES.map((shape, kind) => metricOf(service, shape, damage, 7 * place + kind)),
  );
  return { calls: CALLS, target: { service: target, metric }, metrics, changes: [], at: AT };
}

function metricOf(
  service: string,
  { level, ...shape }: (typeof SHAPES)[number],
  damage: Damage,
  seed: number,
): ServiceMetric {
  const change = damage[`${service} ${shape.name}`];
  const points: Points = Array.from({ length: NORMAL + INCIDENT }, (_, minute) => {
    const usual = usualAt(level, shape.kind, seed, minute);
    const isBroken = minute >= NORMAL + BROKEN_FROM && change !== undefined;
    const value = isBroken ? (change === null ? null : usual + change) : usual;
    return [START + minute * STEP, value];
  });
  const evidence = [`${service}/${shape.name}`];
  return {
    service,
    ...shape,
    normal: points.slice(0, NORMAL),
    incident: points.slice(NORMAL),
    evidence,
  };
}

/** A few percent up and down; availability has no noise at all. */
function usualAt(level: number, kind: MetricKind, seed: number, minute: number): number {
  if (kind === 'errors') return level;
  return (
    level * (1 + 0.03 * Math.sin(12.9898 * minute + 78.233 * seed) * Math.cos(3.7 * minute + seed))
  );
}
