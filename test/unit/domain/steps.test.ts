import { describe, expect, it } from 'vitest';
import type { Command, ObserveSignals } from '../../../src/domain/command.ts';
import { needOf } from '../../../src/domain/needs.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { cause, confirm, evidence, override } from '../../given/command.ts';
import { given, LAN, observe, signal, TOCSIN, tPlus } from '../../given/story.ts';

const opened = given(observe([signal()]));
const begin = (step: 1 | 2 | 3 | 4, note = ''): Command => ({
  ...{ type: 'BeginStep', at: tPlus(5), by: TOCSIN, step, note, title: 'Triage' },
  ...{ workflow: 'W-INCIDENT-001', version: '1.0.0', file: 'step-01-triage.md' },
  ...{ questions: ['Who is affected?'], skills: ['5.08'] },
});
const link: Command = {
  ...{ type: 'LinkPagerduty', at: tPlus(9), by: TOCSIN, incidentId: 'Q1', url: '', keys: [] },
};
const deeper: Command = { type: 'GoDeeper', at: tPlus(200), by: LAN };
const stepOf = (story: { effects: readonly { kind: string; payload: object }[] }) =>
  story.effects.find(({ kind }) => kind === 'begin-step')?.payload;

describe('a step of the workflow', () => {
  it('begins with its phase', () => {
    expect(stepOf(opened)).toEqual({ step: 1, round: 0 });
    const diagnosing = opened.when(evidence()).when(confirm('SEV1'));
    expect(stepOf(diagnosing)).toEqual({ step: 2, round: 0 });
    expect(stepOf(diagnosing.when(cause()))).toEqual({ step: 3, round: 0 });
    expect(stepOf(diagnosing.when(override('root-cause')))).toEqual({ step: 3, round: 0 });
  });

  it('is begun once in a round', () => {
    const begun = opened.when(begin(1)).yields('StepBegun');
    begun.when(begin(1)).yields();
    expect(begun.incident.steps).toEqual([
      {
        step: 1,
        workflow: 'W-INCIDENT-001',
        version: '1.0.0',
        file: 'step-01-triage.md',
        title: 'Triage',
        beganAt: tPlus(5),
        round: 0,
        questions: ['Who is affected?'],
        skills: ['5.08'],
        note: '',
      },
    ]);
  });

  it('is told at PagerDuty, also when it began before there was an incident there', () => {
    opened.when(begin(1, 'look at the errors')).tells();
    opened.when(begin(1, 'look at the errors')).when(link).tells('note step');
    opened.when(link).when(begin(1, 'look at the errors')).tells('note step');
    opened.when(link).when(begin(1)).tells();
  });
});

describe('[A]', () => {
  it('asks for a wider diagnosis, each time a wider one', () => {
    const once = opened.when(deeper).yields('DeepeningAsked').does('diagnose');
    expect(once.effects[0]?.payload).toEqual({ round: 0, wider: 1 });
    expect(once.when(deeper).effects[0]?.payload).toEqual({ round: 0, wider: 2 });
  });

  it('is refused after five times in a round, with what to do instead', () => {
    const five = [1, 2, 3, 4, 5].reduce((story) => story.when(deeper), opened);
    expect(five.effects.at(-1)?.payload).toEqual({ round: 0, wider: 5 });
    five.refuses(deeper, 'wider-look');
    const { text, remedy } = needOf('wider-look', five.incident, DEFAULT_POLICY);
    expect(text).toContain('widened 5 times in this round');
    expect(remedy).toContain('"status"');
  });
});

describe('the chat', () => {
  const message: Command = {
    ...{ type: 'LinkChat', at: tPlus(3), by: TOCSIN, channel: '#incidents', ref: '17.1' },
  };

  it('keeps its parent message', () => {
    const linked = opened.when(message).yields('ChatLinked').tells();
    expect(linked.incident.chat).toEqual({ channel: '#incidents', ref: '17.1' });
    linked.when(message).yields();
  });

  it('is edited once for all that happened at one moment', () => {
    const rows = opened.when(confirm('SEV1')).effects.filter(({ kind }) => kind === 'chat');
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map(({ dedupe }) => dedupe)).size).toBe(1);
  });

  it('is not edited for what does not show on its board', () => {
    opened.when(evidence()).tells();
    opened.when({ type: 'TakeNote', at: tPlus(9), by: LAN, text: 'called the vendor' }).tells();
    opened.when({ type: 'Acknowledge', at: tPlus(9), by: LAN }).tells();
  });
});

describe('incidents like it', () => {
  const past = {
    ...{ id: 'INC-2026-03-01-001', title: 'Checkout is down', likeness: 'key' as const },
    ...{ resolvedAt: tPlus(-9000), cause: 'the pool was full', fix: 'a bigger pool' },
  } as const;
  const recall = (items: readonly (typeof past)[]): Command => ({
    ...{ type: 'RecallPast', at: tPlus(4), by: TOCSIN, items },
  });

  it('are remembered, and told', () => {
    const story = opened
      .when(link)
      .when(recall([past]))
      .yields('PastRecalled')
      .tells('note past');
    expect(story.incident.past).toEqual([past]);
    story.when(recall([past])).yields();
    opened.when(recall([])).yields();
  });

  it('have their actions opened again by the one that follows', () => {
    const first = observe([signal()]) as ObserveSignals;
    const next = given({ ...first, birth: { ...first.birth, follows: 'INC-2026-03-01-001' } });
    const row = next.effects.find(({ kind }) => kind === 'reopen-actions');
    expect(row?.payload).toEqual({ of: 'INC-2026-03-01-001', because: 'INC-2026-03-17-001' });
  });
});

describe('hypotheses', () => {
  const rank: Command = {
    ...{ type: 'RankHypotheses', at: tPlus(60), by: TOCSIN },
    hypotheses: [{ id: 'H1', text: 'the pool is full', confidence: 0.8, evidence: ['E1'] }],
  };

  it('are told at PagerDuty, also when they were ranked before', () => {
    const [row] = opened.when(link).when(rank).tells('note hypotheses').effects;
    expect(row?.payload['text']).toBe('H1 (80 %, E1) the pool is full');
    opened.when(rank).tells();
    opened.when(rank).when(link).tells('note hypotheses');
  });

  it('are told with one line for each source that was silent', () => {
    const holes = [
      `Loki at 10.0.0.1:3100 did not answer within 10 s: ${'x'.repeat(300)}`,
      'Loki at 10.0.0.1:3100 failed (503)',
      'Loki: not asked again for 30 s',
      'Prometheus: the expression is no PromQL',
    ];
    const { effects } = opened.when(link).when({ ...rank, holes });
    const told = effects.find(({ kind }) => kind === 'note')?.payload['text'];
    const missing = String(told)
      .split('\n')
      .filter((line) => line.startsWith('Missing: '));
    expect(missing).toEqual([
      expect.stringMatching(/^Missing: Loki at .{191}… \(and 2 more\)$/),
      'Missing: Prometheus: the expression is no PromQL',
    ]);
  });
});
