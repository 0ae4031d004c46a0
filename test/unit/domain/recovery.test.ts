import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/domain/command.ts';
import { cause, check, confirm, evidence, resolve, usersOk } from '../../given/command.ts';
import { given, LAN, observe, signal, tPlus } from '../../given/story.ts';

const cleared = (at = tPlus(1200)) => observe([signal({ status: 'resolved', endsAt: at })], { at });

describe('recovery', () => {
  const sev3 = given(observe([signal()], { severity: 'SEV3' }));

  it('that is verified resolves a SEV3 by itself', () => {
    const story = sev3
      .when(cleared())
      .when(check('recovered', tPlus(1200)))
      .yields('RecoveryChecked', 'IncidentResolved');
    expect(story.incident.timeline.resolved_at).toBe(tPlus(1500));
  });

  it('that is verified leaves a SEV1 to a person', () => {
    given(observe([signal()]))
      .when(cleared())
      .when(check('recovered', tPlus(1200)))
      .yields('RecoveryChecked');
  });

  it('that is not shown by data is checked again, a limited number of times', () => {
    sev3
      .when(cleared())
      .when(check('inconclusive', tPlus(1200)))
      .does('verify');
    sev3
      .when(cleared())
      .when(check('inconclusive', tPlus(1200), 12))
      .does();
  });

  it('is forgotten when something fires again', () => {
    const story = given(observe([signal()]))
      .when(cleared())
      .when(check('recovered', tPlus(1200)))
      .when(observe([signal({ startsAt: tPlus(1550) })], { at: tPlus(1560) }));
    expect(story.incident).toMatchObject({ verification: null, clearedAt: null });
  });

  it('is not believed while the sender left alerts out of its payload', () => {
    const story = sev3.when(
      observe([signal({ status: 'resolved', endsAt: tPlus(1200) })], {
        at: tPlus(1200),
        truncated: 400,
      }),
    );
    expect(story.incident.clearedAt).toBeNull();
  });

  it('of an older clearing is not news', () => {
    sev3
      .when(cleared())
      .when(check('recovered', tPlus(1100)))
      .yields();
  });
});

describe('an incident that fires again', () => {
  const resolved = given(observe([signal()]))
    .when(confirm('SEV1'))
    .when(cleared())
    .when(check('recovered', tPlus(1200)))
    .when(usersOk())
    .when(resolve());

  it('soon is reopened and rings anew, under its own dedup key', () => {
    const story = resolved
      .when(observe([signal({ startsAt: tPlus(1700) })], { at: tPlus(1710) }))
      .yields('IncidentReopened', 'SignalsObserved');
    expect(story.incident.phase.status).toBe('diagnosing');
    expect(story.incident.page).toMatchObject({ dedupKey: 'tocsin-7d3c0f52', generation: 2 });
    expect(story.effects.map((effect) => effect.kind)).toContain('page');
  });

  it('after the reopening time stays closed', () => {
    resolved.when(observe([signal({ startsAt: tPlus(9000) })], { at: tPlus(9010) })).yields();
  });

  it('by a replay of the old alert stays closed', () => {
    resolved.when(observe([signal()], { at: tPlus(1710) })).yields();
  });
});

describe('resolved at the vendor by a person', () => {
  const hear: Command = { type: 'HearResolved', at: tPlus(1600), by: LAN, text: 'resolved there' };
  const opened = given(observe([signal()]));

  it.each<[string, readonly Command[]]>([
    ['triage', []],
    ['diagnosing', [confirm('SEV1')]],
    ['recovering', [evidence(), confirm('SEV1'), cause()]],
  ])('is resolved here too, out of %s, when nothing fires', (status, commands) => {
    const story = commands.reduce((told, command) => told.when(command), opened);
    expect(story.incident.phase.status).toBe(status);
    const ended = story.when(cleared()).when(hear).yields('RecoveryVouched', 'IncidentResolved');
    expect(ended.incident.phase).toMatchObject({
      status: 'resolved',
      closing: {
        resolution: 'alerts_cleared',
        verification: { how: 'vouched', by: 'Lan Nguyen', finding: 'resolved there' },
      },
    });
    ended.when(hear).yields();
  });

  it('is only kept while alerts fire, or while the data says otherwise', () => {
    const told = opened.when(hear).yields('PagerdutyChanged');
    expect(told.events).toMatchObject([
      { change: 'resolved', detail: 'by Lan Nguyen, but 1 of its alerts still fire' },
    ]);
    opened
      .when(cleared())
      .when(check('not-recovered', tPlus(1200)))
      .when(hear)
      .yields('PagerdutyChanged');
  });

  const later = (endsAt: string) =>
    observe([signal({ status: 'resolved', endsAt })], { at: tPlus(1700) });

  it('counts when the resolve arrives that it overtook', () => {
    const heard = opened.when({ ...hear, saidAt: tPlus(1590) });
    const ended = heard
      .when(later(tPlus(1500)))
      .yields('SignalsObserved', 'RecoveryVouched', 'IncidentResolved');
    expect(ended.events).toMatchObject([
      {},
      { by: LAN, saidAt: tPlus(1590), at: tPlus(1700), text: 'resolved there' },
      { by: LAN, closing: { verification: { how: 'vouched', by: 'Lan Nguyen' } } },
    ]);
  });

  it('does not count where an alert fired until later, whichever is heard first', () => {
    opened
      .when(hear)
      .when(later(tPlus(1650)))
      .yields('SignalsObserved');
    const told = opened
      .when(later(tPlus(1650)))
      .when({ ...hear, at: tPlus(1710), saidAt: tPlus(1600) });
    told.yields('PagerdutyChanged');
    expect(told.events).toMatchObject([
      { detail: 'by Lan Nguyen, but 1 of its alerts fired until later' },
    ]);
  });

  it('is forgotten when it is opened again', () => {
    const again = opened
      .when(hear)
      .when(later(tPlus(1500)))
      .when(observe([signal({ startsAt: tPlus(1720) })], { at: tPlus(1730) }));
    expect(again.incident).toMatchObject({ reopened: 1, overAccordingTo: null });
    const twin = signal({
      fingerprint: 'b2',
      startsAt: tPlus(1),
      status: 'resolved',
      endsAt: tPlus(2),
    });
    again.when(observe([twin], { at: tPlus(1740) })).yields('SignalsObserved');
  });
});
