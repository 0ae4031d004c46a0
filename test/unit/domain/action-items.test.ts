import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/domain/command.ts';
import { needsOf } from '../../../src/domain/gates.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import {
  cause,
  check,
  confirm,
  evidence,
  override,
  resolve,
  usersOk,
} from '../../given/command.ts';
import { given, LAN, observe, signal, TOCSIN, tPlus } from '../../given/story.ts';

const DAY = 86_400;
const add = (over: Partial<Extract<Command, { type: 'AddAction' }>> = {}): Command => ({
  ...{ type: 'AddAction', at: tPlus(2000), by: LAN, text: 'alert on pools' },
  ...{ owner: 'Lan', due: '2026-03-20', proof: null, ...over },
});
const finish = (action: `A${number}` = 'A1', at = tPlus(DAY)): Command => ({
  ...{ type: 'FinishAction', at, by: LAN, action },
});
const prove = (verdict: 'holds' | 'fails' | 'unknown', complete: boolean): Command => ({
  ...{ type: 'ProveAction', at: tPlus(3 * DAY), by: TOCSIN, action: 'A1', since: tPlus(DAY) },
  ...{ verdict, complete, finding: `the proof ${verdict}` },
});
const remind: Command = { type: 'RemindAction', at: tPlus(DAY), by: TOCSIN, action: 'A1' };
const proof = { promql: 'pool_free > 10', days: 2 };

const resolved = given(observe([signal()]))
  .when(evidence())
  .when(confirm('SEV1'))
  .when(observe([signal({ status: 'resolved', endsAt: tPlus(1200) })], { at: tPlus(1200) }))
  .when(check('recovered', tPlus(1200)))
  .when(usersOk())
  .when(resolve())
  .sets('remind-postmortem', 'begin-step')
  .tells('chat resolved', 'stakeholder-hook resolved');

describe('an action item', () => {
  it('is reminded of the day before it is due, then once a week until it is done', () => {
    const added = resolved.when(add()).sets('remind-action');
    expect(added.effects[0]?.dueAt).toBe('2026-03-19T00:00:00.000Z');
    const again = added.when({ ...remind, at: '2026-03-19T00:00:01.000Z' });
    again.yields('ActionReminded').tells('chat nudge action-due').sets('remind-action');
    expect(again.effects[0]?.dueAt).toBe('2026-03-26T00:00:01.000Z');
    added.when(finish()).when(remind).yields();
  });

  it('without a day is not reminded of', () => {
    resolved.when(add({ due: '' })).sets();
  });

  it('that is late already is reminded of tomorrow', () => {
    const late = resolved.when(add({ due: '2026-03-01' }));
    expect(late.effects[0]?.dueAt).toBe(tPlus(2000 + DAY));
  });

  it('is done when somebody says so, once', () => {
    const done = resolved.when(add()).when(finish()).yields('ActionFinished').sets();
    expect(done.incident.actions).toMatchObject([{ id: 'A1', state: 'done', doneAt: tPlus(DAY) }]);
    done.when(finish()).yields();
  });

  it('that does not exist is not finished, and the answer says which do', () => {
    resolved.refuses(finish(), 'action-item');
    resolved.when(add()).refuses(finish('A7'), 'action-item');
  });

  it('with a proof is looked at on each of its days before it is done', () => {
    const proving = resolved.when(add({ proof })).when(finish());
    proving.sets('prove-action', 'prove-action');
    expect(proving.effects.map(({ dueAt, payload }) => [dueAt, payload])).toEqual([
      [tPlus(2 * DAY), { action: 'A1', since: tPlus(DAY), day: 1 }],
      [tPlus(3 * DAY), { action: 'A1', since: tPlus(DAY), day: 2 }],
    ]);
    expect(proving.incident.actions[0]).toMatchObject({ state: 'proving', doneAt: null });
    proving.when(prove('holds', false)).yields();
    proving.when(prove('unknown', false)).yields();
    const proved = proving.when(prove('holds', true)).yields('ActionProved');
    expect(proved.incident.actions[0]).toMatchObject({
      ...{ state: 'done', doneAt: tPlus(3 * DAY), finding: 'the proof holds' },
    });
  });

  it.each([
    ['fails', false],
    ['fails', true],
    ['unknown', true],
  ] as const)('whose proof %s is open again (at the end: %s)', (verdict, complete) => {
    const proving = resolved.when(add({ proof })).when(finish());
    const open = proving.when(prove(verdict, complete)).yields('ActionDisproved');
    open.tells('chat nudge action-disproved');
    expect(open.incident.actions[0]).toMatchObject({ state: 'open', provingSince: null });
    open.when(prove('holds', true)).yields();
  });

  it('is open again when the same problem comes again, as another incident or as the same', () => {
    const done = resolved.when(add()).when(add()).when(finish());
    const because: Command = {
      ...{ type: 'ReopenActions', at: tPlus(9000), by: TOCSIN, because: 'INC-2026-03-18-001' },
    };
    const open = done.when(because).yields('ActionReopened').tells('chat nudge action-reopened');
    expect(open.incident.actions[0]).toMatchObject({ state: 'open', doneAt: null, reopened: 1 });
    open.when(because).yields();
    const again = done.when(observe([signal({ startsAt: tPlus(1700) })], { at: tPlus(1710) }));
    again.yields('IncidentReopened', 'ActionReopened', 'SignalsObserved');
  });
});

describe('the postmortem', () => {
  const why = (...texts: string[]): Command => ({
    type: 'StateWhy',
    at: tPlus(2000),
    by: LAN,
    texts,
  });
  const prevent: Command = {
    ...{ type: 'StatePrevention', at: tPlus(2000), by: LAN, text: 'load tests' },
  };
  const close: Command = { type: 'ClosePostmortem', at: tPlus(2100), by: LAN };
  const needs = ['root-cause', 'five-whys', 'action-item', 'prevention'];

  it('asks for a root cause, five whys, an action item with owner and day, and prevention', () => {
    resolved.refuses(close, ...needs);
    const told = resolved.when(cause()).yields('RootCauseNamed').when(why('a', 'b')).when(prevent);
    told.yields('PreventionStated').refuses(close, 'five-whys', 'action-item');
    expect(needsOf(told.incident, DEFAULT_POLICY)[0]?.text).toContain('2 of 5');
    const chained = told.when(why('c', 'd', 'e')).yields('WhyStated', 'WhyStated', 'WhyStated');
    chained.when(add({ owner: '' })).refuses(close, 'action-item');
    chained.when(add({ due: '' })).refuses(close, 'action-item');
    chained
      .when(add())
      .when(close)
      .yields('PostmortemClosed')
      .tells(...['chat postmortem', 'stakeholder-hook postmortem']);
  });

  it('takes a root cause that is found after the end, with how it ended as it was', () => {
    const story = resolved.when(cause(['E1'], tPlus(1900))).sets('begin-step', 'recall');
    expect(story.incident.phase).toMatchObject({
      status: 'resolved',
      closing: { resolution: 'alerts_cleared', cause: { text: 'the payment pool is exhausted' } },
    });
    expect(story.incident.timeline.root_cause_identified_at).toBe(tPlus(1900));
    resolved.refuses(cause([]), 'known-evidence');
  });

  it('closes without what it asks for only by overrides', () => {
    const story = needs.reduce((told, need) => told.when(override(need as 'prevention')), resolved);
    story.when(close).yields('PostmortemClosed');
    expect(story.incident.overrides.map(({ need }) => need)).toEqual(needs);
  });

  it('is reminded of when it is due and still open', () => {
    const later: Command = { type: 'RemindPostmortem', at: tPlus(DAY + 1600), by: TOCSIN };
    expect(resolved.effects.find(({ kind }) => kind === 'remind-postmortem')?.dueAt).toBe(
      tPlus(1600 + DAY),
    );
    resolved.when(later).yields('Nudged').tells('chat nudge postmortem');
    const closed = needs.reduce(
      (told, need) => told.when(override(need as 'prevention')),
      resolved,
    );
    closed.when(close).when(later).yields();
  });

  it('is reminded of by the clock of its own round only', () => {
    const again = resolved
      .when(observe([signal({ startsAt: tPlus(1700) })], { at: tPlus(1710) }))
      .when(observe([signal({ status: 'resolved', endsAt: tPlus(2000) })], { at: tPlus(2000) }))
      .when(check('recovered', tPlus(2000), 1, tPlus(2300)))
      .when(usersOk(tPlus(2310)))
      .when(resolve(tPlus(2400)));
    const clocks = [resolved, again].map(
      ({ effects }) => effects.find(({ kind }) => kind === 'remind-postmortem')?.payload,
    );
    expect(clocks).toEqual([{ round: 0 }, { round: 1 }]);
    const rings = (round: number): Command => ({
      ...{ type: 'RemindPostmortem', at: tPlus(DAY + 1600), by: TOCSIN, round },
    });
    again.when(rings(0)).yields();
    again.when(rings(1)).yields('Nudged');
  });

  it('starts its chain anew when the incident does', () => {
    const again = resolved
      .when(why('a', 'b', 'c', 'd', 'e'))
      .when(observe([signal({ startsAt: tPlus(1700) })], { at: tPlus(1710) }));
    expect(again.incident).toMatchObject({ whys: [], userReports: null });
  });
});
