import { describe, expect, it } from 'vitest';
import { confirm, evidence } from '../../given/command.ts';
import { given, LAN, observe, START, signal, TOCSIN, tPlus } from '../../given/story.ts';

const _cleared = (at = tPlus(1200)) =>
  observe([signal({ status: 'resolved', endsAt: at })], { at });

describe('an incident opens', () => {
  it('from a firing signal, with its proposal, a page for SEV1, a diagnosis and a triage deadline', () => {
    given(observe([signal()]))
      .yields('IncidentOpened', 'SignalsObserved', 'SeverityProposed')
      .does('accept-proposal', 'diagnose', 'page', 'check-accepted')
      .sets('nudge-triage', 'begin-step', 'recall', 'nudge-update', 'update-due')
      .tells('chat opened', 'stakeholder-hook opened');
  });

  it('without a page when it is SEV3', () => {
    given(observe([signal()], { severity: 'SEV3' })).does('accept-proposal', 'diagnose');
  });

  it('starting at the earliest start of its alerts, detected when the delivery was stored', () => {
    const { incident } = given(
      observe([signal(), signal({ fingerprint: 'ffff000011112222', startsAt: tPlus(-600) })]),
    );
    expect(incident.startedAt).toBe(tPlus(-600));
    expect(incident.timeline.detected_at).toBe(START);
  });

  it('at the time of detection when the source claims a start in the future', () => {
    expect(given(observe([signal({ startsAt: tPlus(3600) })])).incident.startedAt).toBe(START);
  });

  it('never from signals that are all resolved', () => {
    given(observe([signal({ status: 'resolved', endsAt: tPlus(-1) })])).yields();
  });
});

describe('a delivery that repeats what is known', () => {
  it('yields nothing', () => {
    given(observe([signal()]))
      .when(observe([signal()], { at: tPlus(10) }))
      .yields();
  });

  it('yields nothing when the alert is known to have ended already', () => {
    const replay = {
      ...observe([signal()]),
      known: new Map([
        [
          'alertmanager:a1b2c3d4e5f60718',
          {
            name: 'CheckoutDown',
            status: 'resolved',
            startsAt: tPlus(-60),
            endsAt: tPlus(-10),
          } as const,
        ],
      ]),
    };
    given(replay).yields();
  });
});

describe('severity', () => {
  it('rises by itself with a worse proposal and pages then', () => {
    const story = given(observe([signal()], { severity: 'SEV3' }))
      .when(confirm('SEV3'))
      .when(
        observe([signal({ fingerprint: 'ffff000011112222' })], {
          at: tPlus(300),
          severity: 'SEV1',
        }),
      )
      .yields('SignalsObserved', 'SeverityProposed')
      .does('page', 'check-accepted');
    expect(story.incident.severity).toBe('SEV1');
    expect(story.incident.confirmed?.severity).toBe('SEV3');
  });

  it('falls only by a person, and does not rise again for the same proposal', () => {
    const { incident } = given(observe([signal()]))
      .when(confirm('SEV3'))
      .when(
        observe([signal({ fingerprint: 'ffff000011112222' })], {
          at: tPlus(300),
          severity: 'SEV1',
        }),
      );
    expect(incident.severity).toBe('SEV3');
  });

  it('is accepted at the triage deadline, marked so, and SEV1 escalates', () => {
    const story = given(observe([signal()]))
      .when({ type: 'AcceptProposal', at: tPlus(300), by: TOCSIN })
      .yields('SeverityConfirmed', 'TriageCompleted', 'Escalated')
      .does('page', 'check-accepted', 'page', 'call-again');
    expect(story.incident.confirmed).toMatchObject({ how: 'deadline', severity: 'SEV1' });
    const pages = story.effects.filter((effect) => effect.kind === 'page');
    expect(new Set(pages.map((effect) => effect.dedupe)).size).toBe(2);
    expect(story.incident.phase).toMatchObject({
      status: 'diagnosing',
      triage: { how: 'deadline', severity: 'SEV1', missing: ['commander'] },
    });
  });

  it('said once and delivered twice is said once; said again later it is kept again', () => {
    const said = given(observe([signal()])).when(confirm('SEV2'));
    said.when(confirm('SEV2')).yields();
    said.when(confirm('SEV2', tPlus(200))).yields('SeverityConfirmed');
  });

  it('that was said earlier and heard later changes nothing, and stays on the timeline', () => {
    const late = { ...confirm('SEV3', tPlus(300)), saidAt: tPlus(60) };
    const story = given(observe([signal()]))
      .when(confirm('SEV2'))
      .when(late)
      .yields('NoteTaken', 'CommandTaken');
    expect(story.incident.severity).toBe('SEV2');
  });
});

describe('evidence', () => {
  it('is numbered in order and not recorded twice', () => {
    const story = given(observe([signal()]))
      .when(evidence())
      .when(evidence({ question: 'other' }));
    expect(story.incident.evidence.map((each) => each.id)).toEqual(['E1', 'E2']);
    story.when(evidence()).yields();
  });

  it('that was unavailable is recorded again once it has an answer', () => {
    const story = given(observe([signal()])).when(evidence({ outcome: 'unavailable' }));
    story.when(evidence({ outcome: 'unavailable' })).yields();
    story.when(evidence()).yields('EvidenceRecorded');
  });
});

describe('a page', () => {
  it('accepted twice under its key is known once', () => {
    const story = given(observe([signal()]));
    const accepted = {
      type: 'NotePageAccepted',
      at: tPlus(1),
      by: TOCSIN,
      via: 'pagerduty',
      dedupKey: story.incident.page.dedupKey,
      generation: 1,
      action: 'trigger',
      summary: 'SEV1 CheckoutDown',
    } as const;
    story.when(accepted).yields('PageAccepted').when(accepted).yields();
  });

  it('keeps its dedup key whatever the severity becomes', () => {
    const story = given(observe([signal()]));
    const key = story.incident.page.dedupKey;
    expect(
      story.when(confirm('SEV2')).when(confirm('SEV1', tPlus(200))).incident.page.dedupKey,
    ).toBe(key);
  });
});

describe('the commander', () => {
  it('is the one who says "ic me"', () => {
    const story = given(observe([signal()])).when({
      type: 'TakeCommand',
      at: tPlus(5),
      by: LAN,
      commander: 'me',
    });
    expect(story.incident.commander).toBe('Lan Nguyen');
  });
});
