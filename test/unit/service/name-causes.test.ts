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

/** The till of the small shop alerts on too few requests; it has the alert's own measure too. */
function quietTill(damage: Damage, own: Damage, calls: readonly string[]) {
  const { metrics } = brokenShop(damage);
  const [sales] = brokenShop(own).metrics.filter(
    ({ service, kind }) => service === 'till' && kind === 'traffic',
  );
  const edges = calls.map(
    (caller) => ({ caller, callee: 'till', source: 'file', rate: null }) as const,
  );
  const subjects = LOOK.subjects.map((subject) => ({
    ...{ ...subject, alertname: 'TillQuiet', service: 'till' },
    expression: 'sum(rate(http_requests_total{service="till",path="/pay"}[5m])) < 1',
  }));
  const measured = sales === undefined ? [] : [{ ...sales, name: 'alert-expression' }, ...metrics];
  return nameCauses(
    { ...LOOK, subjects },
    {
      topology: topologyOf(edges),
      measured: { asked: [], measured, holes: [] },
      changed: { changes: [], evidence: [], holes: [] },
      beside: [],
    },
  );
}

describe('an alert on too few requests', () => {
  const fallen = { 'till requests': -360 };

  it('names the caller that gets fewer too', () => {
    const both = { ...fallen, 'page requests': -360 };
    const { hypotheses } = quietTill(both, both, ['page']);
    expect(hypotheses[0]?.service).toBe('page');
    expect(hypotheses[0]?.text).toContain('nothing that calls it explains it');
  });

  it('is less sure of the service itself where nobody knows who calls it', () => {
    const { hypotheses } = quietTill(fallen, fallen, []);
    expect(hypotheses[0]).toMatchObject({ service: 'till', confidence: 0.5 });
    expect(hypotheses[0]?.text).toMatch(/ Who calls it is not known\.$/);
  });

  it('looks at what the alert measures where all requests together are as ever', () => {
    const { hypotheses } = quietTill({}, fallen, ['page']);
    expect(hypotheses[0]?.text).toMatch(/^till: what the alert measures went from/);
  });

  it('is inconclusive where neither falls', () => {
    const { hypotheses, inconclusive } = quietTill({}, {}, ['page']);
    expect(hypotheses).toEqual([]);
    expect(inconclusive).toMatch(/^requests of till does not stand out/);
  });
});

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
