/** What was seen becomes hypotheses, or a sentence that says why there is none. */
import { describe, expect, it } from 'vitest';
import type { ServiceMetric } from '../../../src/diagnosis/cause-case.ts';
import { topologyOf } from '../../../src/diagnosis/topology.ts';
import type { Look } from '../../../src/service/look.ts';
import { nameCauses } from '../../../src/service/name-causes.ts';
import { AT, brokenShop, type Damage } from '../diagnosis/small-shop.ts';

const startedAt = new Date(AT * 1000).toISOString();
const labels = { alertname: 'PageSlow', service: 'page' };
const LOOK: Look = {
  key: '',
  subjects: [
    {
      ...{ alertname: 'PageSlow', expression: null, labels, service: 'page' },
      packs: [],
      startsAt: startedAt,
    },
  ],
  ...{ alerts: [labels], startedAt, to: startedAt, lookback: 3600 },
};

/** The page calls forty services like the till, and each is as bad as every other. */
function crowd(damage: Damage): {
  calls: readonly string[];
  measured: readonly ServiceMetric[];
} {
  const { metrics } = brokenShop(damage);
  const calls = Array.from({ length: 40 }, (_, n) => `till${n}`);
  const till = metrics.filter(({ service }) => service === 'till');
  const page = metrics.filter(({ service }) => service === 'page');
  return {
    calls,
    measured: [...page, ...calls.flatMap((service) => till.map((one) => ({ ...one, service })))],
  };
}

function named(damage: Damage) {
  const { calls, measured } = crowd(damage);
  const edges = calls.map(
    (callee) => ({ caller: 'page', callee, source: 'file', rate: null }) as const,
  );
  return nameCauses(LOOK, {
    topology: topologyOf(edges),
    measured: { asked: [], measured, holes: [] },
    changed: { changes: [], evidence: [], holes: [] },
    beside: [],
  });
}

describe('what was seen', () => {
  it('names those who stand out, the likeliest first, with what they rest on', () => {
    const { hypotheses, inconclusive } = named({ 'page latency': 0.05 });
    expect(inconclusive).toBe('');
    expect(hypotheses[0]).toMatchObject({ service: 'page', questions: ['page/latency'] });
  });

  it('names nobody where forty are equally suspect, and says so', () => {
    expect(named({ 'page latency': 0.02, 'till latency': 0.006 })).toMatchObject({
      hypotheses: [],
      inconclusive: 'many services are equally suspect, and none is likelier than 5 %',
    });
  });

  it('names nobody where the target is as usual, and says so', () => {
    const { causes, hypotheses, inconclusive } = named({});
    expect({ causes, hypotheses }).toEqual({ causes: [], hypotheses: [] });
    expect(inconclusive).toMatch(/^latency of page does not stand out of what is usual/);
  });
});
