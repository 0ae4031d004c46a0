import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/domain/command.ts';
import { DEFAULT_POLICY, type Policy } from '../../../src/domain/policy.ts';
import { updateClock } from '../../../src/domain/update-clock.ts';
import { check, confirm, resolve, vouch } from '../../given/command.ts';
import { given, LAN, observe, START, signal, TOCSIN, tPlus } from '../../given/story.ts';

const opened = given(observe([signal()]));
const update = (text: string, at = tPlus(200), prepared?: string): Command => ({
  ...{ type: 'UpdateStakeholders', at, by: LAN, text },
  ...(prepared === undefined ? {} : { prepared }),
});
const due = (base: string, at: string): Command => ({
  ...{ type: 'UpdateFallsDue', at, by: TOCSIN, base, text: 'what changed' },
});
const nudge = (base: string, at: string): Command => ({
  ...{ type: 'NudgeUpdate', at, by: TOCSIN, base, text: 'what changed' },
});
const timers = (story: { effects: readonly { kind: string; dueAt: string }[] }) =>
  story.effects
    .filter(({ kind }) => kind === 'nudge-update' || kind === 'update-due')
    .map(({ dueAt }) => dueAt);

describe('the clock of stakeholder updates', () => {
  it('reminds a minute before and is due after five, counted from the opening', () => {
    expect(timers(opened)).toEqual([tPlus(240), tPlus(300)]);
    expect(timers(given(observe([signal()], { severity: 'SEV2' })))).toEqual([
      tPlus(480),
      tPlus(600),
    ]);
    expect(timers(given(observe([signal()], { severity: 'SEV3' })))).toEqual([]);
  });

  it('counts from the last update', () => {
    const story = opened
      .when(update('we are on it'))
      .yields('StakeholdersUpdated')
      .tells('chat update', 'status-update', 'stakeholder-hook update');
    expect(timers(story)).toEqual([tPlus(440), tPlus(500)]);
    expect(story.incident.updates).toEqual([{ at: tPlus(200), dueAt: tPlus(300), how: 'person' }]);
  });

  it('nudges with the prepared text when it is nearly due, and only for its own base', () => {
    opened.when(nudge(START, tPlus(239))).yields();
    opened
      .when(nudge(START, tPlus(240)))
      .yields('Nudged')
      .tells('chat nudge update');
    opened
      .when(update('we are on it'))
      .when(nudge(START, tPlus(240)))
      .yields();
  });

  it('sends what is prepared when nobody wrote in time, and begins anew', () => {
    opened.when(due(START, tPlus(299))).yields();
    const story = opened.when(due(START, tPlus(301))).yields('StakeholdersUpdated');
    expect(story.incident).toMatchObject({
      unansweredUpdates: 1,
      lastStakeholderUpdateAt: tPlus(301),
      updates: [{ at: tPlus(301), dueAt: tPlus(300), how: 'prepared' }],
      changes: [],
    });
    expect(timers(story)).toEqual([tPlus(541), tPlus(601)]);
    story.when(due(START, tPlus(601))).yields();
  });

  it('escalates at every second one in a row that nobody wrote', () => {
    const second = opened
      .when(due(START, tPlus(300)))
      .when(due(tPlus(300), tPlus(600)))
      .yields('StakeholdersUpdated', 'Escalated');
    const third = second.when(due(tPlus(600), tPlus(900))).yields('StakeholdersUpdated');
    third.when(due(tPlus(900), tPlus(1200))).yields('StakeholdersUpdated', 'Escalated');
    third
      .when(update('half is back', tPlus(950)))
      .when(due(tPlus(950), tPlus(1250)))
      .yields('StakeholdersUpdated');
  });

  it('only writes down that one was missed where nothing may be sent by itself', () => {
    const policy: Policy = { ...DEFAULT_POLICY, autoUpdate: false };
    const story = given(observe([signal()]), policy)
      .when(due(START, tPlus(300)))
      .yields('UpdateMissed')
      .tells();
    expect(story.incident).toMatchObject({ lastStakeholderUpdateAt: null, unansweredUpdates: 1 });
    expect(story.incident.changes).not.toEqual([]);
    expect(timers(story)).toEqual([tPlus(540), tPlus(600)]);
    story.when(due(tPlus(300), tPlus(600))).yields('UpdateMissed', 'Escalated');
  });

  it('goes by the severity in force', () => {
    const lowered = opened.when(confirm('SEV2'));
    expect(timers(lowered)).toEqual([tPlus(480), tPlus(600)]);
    lowered.when(due(START, tPlus(300))).yields();
    lowered.when(due(START, tPlus(600))).yields('StakeholdersUpdated');
    opened
      .when(confirm('SEV4'))
      .when(due(START, tPlus(300)))
      .yields();
  });

  it('counts from where a severity came that asks for updates', () => {
    const raised = given(observe([signal()], { severity: 'SEV3' })).when(
      observe([signal({ fingerprint: 'ffff000011112222' })], { at: tPlus(3600), severity: 'SEV1' }),
    );
    expect(timers(raised)).toEqual([tPlus(3840), tPlus(3900)]);
    expect(updateClock(raised.incident, DEFAULT_POLICY)?.base).toBe(tPlus(3600));
  });

  it('stops when it is resolved, and begins again with the next round', () => {
    const resolved = opened
      .when(confirm('SEV1'))
      .when(observe([signal({ status: 'resolved', endsAt: tPlus(150) })], { at: tPlus(150) }))
      .when(check('recovered', tPlus(150), 1, tPlus(160)))
      .when(vouch(tPlus(170)))
      .when(resolve(tPlus(180)));
    resolved.when(due(START, tPlus(300))).yields();
    const again = resolved.when(observe([signal({ startsAt: tPlus(500) })], { at: tPlus(510) }));
    expect(timers(again)).toContain(tPlus(810));
  });
});

describe('an update', () => {
  it('of "ok" sends what was prepared, and nothing where nothing was', () => {
    const story = opened.when(update('ok', tPlus(250), 'what changed'));
    expect(story.events).toMatchObject([{ text: 'what changed', how: 'person' }]);
    opened.when(update('ok')).yields();
  });

  it('was not due where nobody is owed one', () => {
    const story = given(observe([signal()], { severity: 'SEV4' })).when(update('all is well'));
    expect(story.incident.updates).toEqual([{ at: tPlus(200), dueAt: null, how: 'person' }]);
  });
});

describe('what changed since the last update', () => {
  const kinds = (story: { incident: { changes: readonly { kind: string }[] } }) =>
    story.incident.changes.map((change) => change.kind);

  it('is what stands differently and what happened, each once', () => {
    expect(kinds(opened)).toEqual(['opened', 'severity', 'impact']);
    const story = opened.when(update('we are on it')).when(confirm('SEV2', tPlus(210)));
    expect(story.incident.changes).toEqual([
      { at: tPlus(210), kind: 'severity', text: 'SEV2' },
      { at: tPlus(210), kind: 'commander', text: 'Lan Nguyen' },
    ]);
    const raised = story.when(confirm('SEV1', tPlus(220)));
    expect(raised.incident.changes.map(({ text }) => text)).toEqual(['Lan Nguyen', 'SEV1']);
  });

  it('is no longer what fires once all is clear', () => {
    const story = opened.when(
      observe([signal({ status: 'resolved', endsAt: tPlus(150) })], { at: tPlus(150) }),
    );
    expect(kinds(story)).toEqual(['opened', 'severity', 'impact', 'clear']);
  });

  it('does not grow for ever', () => {
    let story = given(observe([signal()], { severity: 'SEV3' }));
    for (let n = 1; n <= 80; n += 1) {
      story = story.when({ type: 'Escalate', at: tPlus(n), by: LAN, reason: `reason ${n}` });
    }
    expect(story.incident.changes).toHaveLength(30);
    expect(story.incident.changes.at(-1)?.text).toBe('reason 80');
  });
});
