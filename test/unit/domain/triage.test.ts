import { describe, expect, it } from 'vitest';
import type { Command, ObserveSignals } from '../../../src/domain/command.ts';
import { needsOf } from '../../../src/domain/gates.ts';
import { commanderOf, impactOf } from '../../../src/domain/incident.ts';
import { DEFAULT_POLICY, type Policy } from '../../../src/domain/policy.ts';
import { confirm, override } from '../../given/command.ts';
import {
  given,
  LAN,
  observe,
  proposal,
  type Story,
  signal,
  TOCSIN,
  tPlus,
} from '../../given/story.ts';

const MINH = { ...LAN, name: 'Minh Tran', id: 'PMINH01' };

/** An alert of which nobody knows whom it hurts. */
const silent: Command = {
  ...(observe([signal()]) as ObserveSignals),
  proposal: { ...proposal('SEV1'), affectedServices: [], impact: '' },
};
const deadline: Command = { type: 'AcceptProposal', at: tPlus(300), by: TOCSIN };
const lead = (at = tPlus(130), by = MINH): Command => ({
  ...{ type: 'TakeCommand', at, by, commander: 'me' },
});
const impact: Command = { type: 'StateImpact', at: tPlus(140), by: LAN, impact: 'nobody can pay' };
const services: Command = {
  ...{ type: 'NameServices', at: tPlus(150), by: LAN, services: ['cart', 'cart', 'checkout'] },
};
const missing = (story: Story, policy: Policy = DEFAULT_POLICY) =>
  needsOf(story.incident, policy).map((need) => need.need);

describe('triage', () => {
  it('is complete with one word where the alert says whom it hurts', () => {
    const story = given(observe([signal()]))
      .when(confirm('SEV1'))
      .yields('SeverityConfirmed', 'CommandTaken', 'TriageCompleted')
      .sets('nudge-update', 'update-due', 'begin-step')
      .tells('chat changed');
    expect(story.incident.timeline.triage_completed_at).toBe(tPlus(120));
    expect(story.incident.phase).toEqual({
      status: 'diagnosing',
      triage: {
        how: 'person',
        severity: 'SEV1',
        services: ['checkout'],
        impact: 'no checkout succeeds',
        commander: 'Lan Nguyen',
        missing: [],
        by: 'Lan Nguyen',
        at: tPlus(120),
      },
    });
  });

  it('asks for severity, services, impact and a commander, each with its sentence', () => {
    const needs = needsOf(given(silent).incident, DEFAULT_POLICY);
    expect(needs.map((need) => need.need)).toEqual([
      'severity-confirmed',
      'affected-services',
      'impact',
      'commander',
    ]);
    for (const { remedy } of needs) expect(remedy).toContain('write "');
  });

  it('is complete with whatever comes last', () => {
    const confirmed = given(silent)
      .when(confirm('SEV1'))
      .yields('SeverityConfirmed', 'CommandTaken');
    expect(confirmed.incident.phase.status).toBe('triage');
    expect(missing(confirmed)).toEqual(['affected-services', 'impact']);
    confirmed.when(services).when(impact).yields('ImpactStated', 'TriageCompleted');
    confirmed.when(impact).when(services).yields('ServicesNamed', 'TriageCompleted');
    given(silent)
      .when(impact)
      .when(services)
      .when(confirm('SEV2'))
      .yields(...(['SeverityConfirmed', 'CommandTaken', 'TriageCompleted'] as const));
  });

  it('is complete with what a worse alert brings', () => {
    given(silent)
      .when(confirm('SEV3'))
      .when(observe([signal({ fingerprint: 'ffff000011112222' })], { at: tPlus(200) }))
      .yields('SignalsObserved');
    const mild: Command = {
      ...(observe([signal()], { severity: 'SEV3' }) as ObserveSignals),
      proposal: { ...proposal('SEV3'), affectedServices: [], impact: '' },
    };
    given(mild)
      .when(confirm('SEV3'))
      .when(observe([signal({ fingerprint: 'ffff000011112222' })], { at: tPlus(200) }))
      .yields('SignalsObserved', 'SeverityProposed', 'TriageCompleted');
  });

  it('goes on at its deadline, with what is missing listed', () => {
    const story = given(silent)
      .when(deadline)
      .yields('SeverityConfirmed', 'TriageCompleted', 'Escalated');
    expect(story.incident.phase).toMatchObject({
      status: 'diagnosing',
      triage: { how: 'deadline', missing: ['affected-services', 'impact', 'commander'] },
    });
    expect(story.incident.confirmed).toMatchObject({ how: 'deadline' });
  });

  it('goes on at its deadline with a severity that a person confirmed, and calls nobody', () => {
    const story = given(silent).when(confirm('SEV2')).when(deadline).yields('TriageCompleted');
    expect(story.incident.confirmed).toMatchObject({ how: 'person', severity: 'SEV2' });
    expect(story.incident.phase).toMatchObject({
      triage: { how: 'deadline', severity: 'SEV2', missing: ['affected-services', 'impact'] },
    });
  });

  it('is nudged while it is open, with what it lacks', () => {
    const nudge: Command = { type: 'NudgeTriage', at: tPlus(180), by: TOCSIN };
    const story = given(silent).when(nudge).yields('Nudged').tells('chat nudge triage');
    expect(story.events[0]).toMatchObject({
      needs: ['severity-confirmed', 'affected-services', 'impact', 'commander'],
    });
    given(observe([signal()]))
      .when(confirm('SEV1'))
      .when(nudge)
      .yields();
  });

  it('of a round has its own nudge and deadline: those of the round before ring in vain', () => {
    const again = given(observe([signal()]))
      .when(observe([signal({ status: 'resolved', endsAt: tPlus(60) })], { at: tPlus(60) }))
      .when({ type: 'HearResolved', at: tPlus(70), by: LAN, text: 'resolved there' })
      .when(observe([signal({ startsAt: tPlus(90) })], { at: tPlus(100) }));
    expect(again.incident).toMatchObject({ reopened: 1, phase: { status: 'triage' } });
    expect(
      again.effects.flatMap(({ kind, payload }) =>
        kind === 'nudge-triage' || kind === 'accept-proposal' ? [payload] : [],
      ),
    ).toEqual([{ round: 1 }, { round: 1 }]);
    const nudge: Command = { type: 'NudgeTriage', at: tPlus(180), by: TOCSIN };
    again.when({ ...nudge, round: 0 } as Command).yields();
    again.when({ ...deadline, round: 0 } as Command).yields();
    again.when({ ...nudge, round: 1 } as Command).yields('Nudged');
    again
      .when({ ...deadline, round: 1 } as Command)
      .yields('SeverityConfirmed', 'TriageCompleted', 'Escalated');
  });

  it('passes an impact that nobody can say yet by an override, with its reason', () => {
    const confirmed = given(silent).when(confirm('SEV1')).when(services);
    confirmed.when(override('impact')).yields('GateOverridden', 'TriageCompleted');
    confirmed.refuses(override('verification'), 'impact');
  });

  it('is not asked again for what is confirmed by [C]', () => {
    const goOn: Command = { type: 'Continue', at: tPlus(160), by: LAN };
    given(silent).when(confirm('SEV1')).refuses(goOn, 'affected-services', 'impact');
    given(observe([signal()]))
      .when(goOn)
      .yields(...(['SeverityConfirmed', 'CommandTaken', 'TriageCompleted'] as const));
  });
});

describe('the commander', () => {
  const opened = given(observe([signal()]));

  it('is who confirmed, while nobody has command', () => {
    expect(opened.when(confirm('SEV1')).incident.commander).toBe('Lan Nguyen');
    expect(opened.when(lead()).when(confirm('SEV1')).incident.commander).toBe('Minh Tran');
  });

  it('is whoever says so, before or after somebody confirmed', () => {
    const confirmed = opened.when(confirm('SEV1', tPlus(200)));
    const late = { ...lead(tPlus(210)), saidAt: tPlus(100) };
    expect(confirmed.when(late).incident.commander).toBe('Minh Tran');
    expect(confirmed.when(lead(tPlus(220))).incident.commander).toBe('Minh Tran');
  });

  it('is who confirmed first, though that was heard later', () => {
    const confirmed = opened.when(confirm('SEV1', tPlus(200)));
    const late = { ...confirm('SEV2', tPlus(210)), by: MINH, saidAt: tPlus(100) };
    const story = confirmed.when(late).yields('NoteTaken', 'CommandTaken');
    expect(story.incident).toMatchObject({ commander: 'Minh Tran', severity: 'SEV1' });
  });

  it('is the engineer on call while nobody took command', () => {
    const policy: Policy = { ...DEFAULT_POLICY, onCallEngineer: 'SRE Minh' };
    const story = given(observe([signal()]), policy);
    expect(missing(story, policy)).toEqual(['severity-confirmed']);
    const confirmed = story.when(confirm('SEV1')).yields('SeverityConfirmed', 'TriageCompleted');
    expect(commanderOf(confirmed.incident, policy)).toBe('SRE Minh');
    expect(commanderOf(confirmed.when(lead()).incident, policy)).toBe('Minh Tran');
  });
});

describe('the impact', () => {
  it('is what the alert says, until a person says better', () => {
    const story = given(observe([signal()]));
    expect(impactOf(story.incident)).toBe('no checkout succeeds');
    expect(story.incident.impact).toBeNull();
    expect(impactOf(story.when(impact).incident)).toBe('nobody can pay');
  });
});

describe('the affected services', () => {
  it('are added to, each once', () => {
    const story = given(observe([signal()]))
      .when(services)
      .yields('ServicesNamed');
    expect(story.incident.affectedServices).toEqual(['checkout', 'cart']);
    story.when(services).yields();
  });
});
