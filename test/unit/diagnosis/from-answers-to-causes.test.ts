/** From the answers of a plan to what is ranked and told: series per service, findings and changes. */
import { describe, expect, it } from 'vitest';
import type { ServiceMetric } from '../../../src/diagnosis/cause-case.ts';
import { changeEvidence } from '../../../src/diagnosis/change-evidence.ts';
import { packKind, serviceMetrics } from '../../../src/diagnosis/measured-services.ts';
import { packFinding } from '../../../src/diagnosis/pack-finding.ts';
import type { PlannedQuestion } from '../../../src/diagnosis/planned-question.ts';
import { questionWindows } from '../../../src/diagnosis/question-windows.ts';
import { freshest } from '../../../src/diagnosis/told-and-seen.ts';
import type { Change } from '../../../src/domain/change.ts';
import { plusSeconds } from '../../../src/domain/instant.ts';
import type { Series } from '../../../src/ports/metrics.ts';
import { answer, line } from './answers.ts';

const AT = '2026-11-22T10:00:00.000Z';
const windows = questionWindows({ startsAt: AT, to: plusSeconds(AT, 600), lookback: 3600 });

function planned(over: Partial<PlannedQuestion> = {}): PlannedQuestion {
  return {
    key: 'red/errors:1f0c',
    title: 'Errors',
    query: 'x',
    kind: 'errors',
    unit: 'share',
    bad: 'up',
    service: 'till',
    serviceLabel: 'service',
    group: 'g',
    scope: [],
    windows,
    ...over,
  };
}

const series = (service: string, before: number, since: number): Series => {
  const { from, to, step } = windows.now;
  const count = (Date.parse(to) - Date.parse(from)) / 1000 / step + 1;
  const border = (Date.parse(windows.incident.from) - Date.parse(from)) / 1000 / step;
  const values = Array.from({ length: count }, (_, n) => (n < border ? before : since));
  return line({ service }, from, step, values);
};

function measured(of: readonly Series[], over: Partial<PlannedQuestion> = {}) {
  const now = answer(...of);
  return serviceMetrics([{ planned: planned(over), now, dayBefore: null, weekBefore: null }]);
}

const values = (points: ServiceMetric['normal'] | undefined) => [
  ...new Set(points?.map(([, value]) => value)),
];

describe('the answer to a question', () => {
  it('yields one metric per service, with what is usual apart from the incident', () => {
    const [till, ledger, ...others] = measured([series('till', 1, 5), series('ledger', 2, 2)]);
    expect(others).toEqual([]);
    expect(till).toMatchObject({
      service: 'till',
      name: 'red/errors',
      kind: 'errors',
      bad: 'up',
      unit: 'share',
      evidence: ['red/errors:1f0c'],
    });
    expect([values(till?.normal), values(till?.incident)]).toEqual([[1], [5]]);
    expect(ledger?.service).toBe('ledger');
  });

  it.each([
    ['the worst of several series', { kind: 'errors', bad: 'up' }, [7]],
    ['the worst of what should be high', { kind: 'saturation', bad: 'down' }, [5]],
    ['the sum of requests', { kind: 'requests', bad: 'either' }, [12]],
  ] as const)('of one service yields %s', (_, over, yields) => {
    const [till] = measured([series('till', 1, 5), series('till', 1, 7)], over);
    expect(values(till?.incident)).toEqual(yields);
  });

  it('counts a day and a week before among what is usual', () => {
    const [till] = serviceMetrics([
      {
        planned: planned(),
        now: answer(series('till', 1, 5)),
        dayBefore: answer(series('till', 3, 3)),
        weekBefore: answer(series('other', 9, 9)),
      },
    ]);
    expect(values(till?.normal)).toEqual([1, 3]);
  });

  it('is about the service of the question where the series names none, and is nothing without one', () => {
    expect(measured([series('', 1, 5)])).toMatchObject([{ service: 'till' }]);
    expect(measured([series('', 1, 5)], { service: null })).toEqual([]);
  });

  it('ranks after what was asked before it', () => {
    const [first, second] = serviceMetrics(
      ['red/errors:1', 'jvm/errors:2'].map((key) => ({
        planned: planned({ key }),
        now: answer(series('till', 1, 5)),
        dayBefore: null,
        weekBefore: null,
      })),
    );
    expect([first?.name, first?.rank, second?.rank]).toEqual(['red/errors', 0, 1]);
  });

  it('of a filter is at the filter where it has no value, in every window that was answered', () => {
    const { windows: all } = planned();
    const risen = line({}, all.incident.to, all.now.step, [4]);
    const [till] = serviceMetrics([
      {
        planned: planned({ serviceLabel: null, missing: 0.8 }),
        now: answer(risen),
        dayBefore: answer(),
        weekBefore: null,
      },
    ]);
    const length = ({ from, to, step }: typeof all.now) =>
      (Date.parse(to) - Date.parse(from)) / 1000 / step + 1;
    expect(values(till?.normal)).toEqual([0.8]);
    expect(till?.normal).toHaveLength(length(all.justBefore) + length(all.dayBefore));
    expect(values(till?.incident)).toEqual([0.8, 4]);
    expect(till?.incident).toHaveLength(length(all.incident));
  });

  it('of a filter that nothing ever passed is no metric', () => {
    expect(measured([], { missing: 0 })).toEqual([]);
  });

  it('is not filled between points that a source puts beside the grid', () => {
    const { incident, step } = { ...planned().windows, ...planned().windows.now };
    const from = new Date(Date.parse(incident.from) + 4000).toISOString();
    const [till] = measured([line({}, from, step, [4, 5, 6])], { missing: 0 });
    const near = till?.incident.slice(0, 4).map(([at, value]) => [at % step, value]);
    const on = (Date.parse(incident.from) / 1000) % step;
    expect(near).toEqual([
      [on + 4, 4],
      [on + 4, 5],
      [on + 4, 6],
      [on, 0],
    ]);
  });

  it('of an unknown kind, or without a bad side, is left out', () => {
    expect(packKind(planned({ kind: 'other' }))).toBeNull();
    expect(packKind(planned({ bad: 'either' }))).toBeNull();
    expect(packKind(planned({ kind: 'requests' }))).toBe('traffic');
  });
});

const metric = (name: string, kind: ServiceMetric['kind'], service = 'till'): ServiceMetric => ({
  ...{ service, name, kind, bad: 'up', unit: 'other' },
  normal: [],
  incident: [[1, 1]],
});

describe('the finding of a pack', () => {
  const points = (...list: readonly (number | null)[]) =>
    list.map((value, n) => [n, value] as const);
  const of = (service: string, normal: number, now: number): ServiceMetric => ({
    ...metric('red/errors', 'errors', service),
    normal: points(...Array.from({ length: 20 }, () => normal)),
    incident: points(normal, normal, normal, now, now, now, now, now),
  });

  it('tells the strangest three with what is usual, and counts the rest', () => {
    const told = packFinding([
      of('calm', 1, 1),
      of('till', 1, 4),
      of('ledger', 1, 9),
      of('page', 1, 2),
    ]);
    expect(told).toBe(
      'ledger 9 (usually 1), till 4 (usually 1), page 2 (usually 1), and 1 more service.',
    );
  });

  it('is about the latest values, because the window begins before the trouble', () => {
    const long = points(...Array.from({ length: 100 }, (_, n) => (n < 88 ? 1 : 7)));
    expect(packFinding([{ ...of('till', 1, 1), incident: long }])).toBe('till 7 (usually 1).');
  });

  it('knows that less can be worse, and does without what is usual', () => {
    const up = { ...of('till', 1, 0), bad: 'down' } as const;
    expect(packFinding([of('page', 1, 1), up])).toMatch(/^till 0 \(usually 1\), page/);
    expect(packFinding([{ ...of('till', 1, 4), normal: [] }])).toBe('till 4.');
  });

  it('says so where there is no value', () => {
    expect(packFinding([{ ...of('till', 1, 1), incident: points(Number.NaN, null) }])).toBe(
      'It has no value in the time of the incident.',
    );
  });
});

const change = (summary: string, seconds: number, services: readonly string[]): Change => ({
  ...({ key: summary, kind: 'deploy', source: 'ci' } as unknown as Change),
  summary,
  services,
  at: plusSeconds(AT, seconds),
});

describe('changes', () => {
  const deploy = change('Ledger 2.7', -300, ['ledger']);

  it('that were told and seen are one, as it was told; the nearest to the onset stands first', () => {
    const rollout = change('Rollout of ledger', -200, ['ledger']);
    const other = change('Rollout of till', -60, ['till']);
    const late = change('Rollout of ledger', 900, ['ledger']);
    const list = freshest([deploy], [rollout, late, other], AT);
    expect(list.map(({ summary, at }) => [summary, at])).toEqual([
      ['Rollout of till', other.at],
      ['Ledger 2.7', deploy.at],
      ['Rollout of ledger', late.at],
    ]);
  });

  it('are one piece of evidence with a sentence about each of the first three', () => {
    const span = { from: plusSeconds(AT, -7200), to: plusSeconds(AT, 600) };
    const about = { at: AT, services: ['till', 'ledger'] };
    const four = [deploy, change('Flag "fast"', 30, []), deploy, deploy];
    const { draft } = changeEvidence('round:1:', four, span, about);
    expect(draft).toMatchObject({ outcome: 'answered', query: 'changes of till, ledger' });
    expect(draft.question).toMatch(/^round:1:changes:[0-9a-f]{16}$/);
    expect(draft.summary).toMatch(
      /^Ledger 2\.7 at 09:55:00 UTC \(5 min before the alert\); Flag "fast" at 10:00:30 UTC \(30 s after it\); .*; and 1 more change\.$/,
    );
    const none = changeEvidence('', [], span, { at: AT, services: [] });
    expect(none.draft).toMatchObject({ outcome: 'empty', query: 'changes of anything' });
  });
});
