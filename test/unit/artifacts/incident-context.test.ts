import { describe, expect, it } from 'vitest';
import { incidentContext } from '../../../src/artifacts/incident-context.ts';
import { factsTable } from '../../../src/artifacts/incident-parts.ts';
import type { Command } from '../../../src/domain/command.ts';
import { needsOf } from '../../../src/domain/gates.ts';
import type { IncidentEvent } from '../../../src/domain/incident-event.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { given, observe, START, signal, tPlus } from '../../given/story.ts';
import { EVENTS, incidentAfter, until } from './an-incident.ts';
import { at, LAN } from './its-parts.ts';

function contextAfter(events: readonly IncidentEvent[]) {
  const incident = incidentAfter(events);
  return incidentContext(incident, DEFAULT_POLICY, needsOf(incident, DEFAULT_POLICY));
}

describe('the context of an incident in triage', () => {
  const context = contextAfter(until('PageAccepted'));

  it('has every promised key, and nothing that has not happened', () => {
    expect(context).toMatchObject({
      incident_id: 'INC-2026-11-22-007',
      title: 'Checkout is down',
      severity: 'SEV1',
      severity_proposal: {
        severity: 'SEV1',
        rule: 'services/ServiceDown',
        reason: 'Checkout is down',
      },
      severity_confirmed: null,
      status: 'triage',
      affected_services: ['checkout', 'cart'],
      started_at: at('14:02:00'),
      timeline: {
        detected_at: at('14:02:30'),
        triage_completed_at: null,
        root_cause_identified_at: null,
        fix_applied_at: null,
        resolved_at: null,
      },
      current_step: 'step-01-triage',
      last_updated: at('14:02:31'),
      incident_commander: null,
      next_update_due_at: at('14:07:30'),
      pagerduty: { incident_id: null, dedup_key: 'tocsin-7d3c0f52' },
      evidence: [],
      hypotheses: [],
      root_cause: null,
      fix: null,
      created_at: at('14:02:30'),
      alerts: { firing: 2, resolved: 0, truncated: 1 },
      page: { state: 'accepted', accepted_at: at('14:02:31') },
    });
  });

  it('names what the next gate asks, each with its remedy', () => {
    expect(context.needs.map(({ need }) => need)).toEqual(['severity-confirmed', 'commander']);
    expect(context.needs[0]?.remedy).toContain('confirm');
  });

  it('shows what is only assumed of the impact, and what the workflow has begun', () => {
    const { impact, assumed_impact } = context;
    expect({ impact, assumed_impact }).toEqual({
      impact: null,
      assumed_impact: 'Checkout is down',
    });
    expect(contextAfter(EVENTS).steps).toEqual([
      { step: 2, round: 1, title: 'Find the cause', began_at: at('14:04:31') },
    ]);
    expect(contextAfter(EVENTS).updates).toEqual({
      owed: 2,
      on_time: 1,
      late: 0,
      prepared: 1,
      missed: 0,
    });
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(context))).toEqual(context);
  });

  it('has every key in snake_case, whatever has happened', () => {
    const whole = contextAfter([
      ...EVENTS.slice(0, -1),
      {
        type: 'HypothesesRanked',
        at: at('14:06:00'),
        by: LAN,
        hypotheses: [
          { id: 'H1', text: 'x', confidence: 0.9, evidence: ['E1'], refutedBy: 'it recovers' },
        ],
      },
      {
        type: 'PastRecalled',
        at: at('14:06:01'),
        by: LAN,
        items: [
          {
            ...{ id: 'INC-2026-11-01-001', title: 'before', likeness: 'key', cause: null },
            ...{ resolvedAt: at('01:00:00'), fix: 'a restart' },
          },
        ],
      },
      { type: 'UsersReported', at: at('14:06:02'), by: LAN, calm: false, text: 'slow' },
    ]);
    expect(whole.hypotheses).toMatchObject([{ id: 'H1', refuted_by: 'it recovers' }]);
    expect(whole.past_incidents).toMatchObject([{ resolved_at: at('01:00:00') }]);
    expect(whole.actions).toMatchObject([{ id: 'A1', done_at: null, proving_since: null }]);
    const keys = JSON.stringify(whole).match(/"[^"\\]*":/g) ?? [];
    expect(keys.length).toBeGreaterThan(80);
    expect(keys.filter((key) => !/^"[a-z][a-z0-9_]*":$/.test(key))).toEqual([]);
  });
});

describe('the context later on', () => {
  it.each<[IncidentEvent['type'], string, string]>([
    ['TriageCompleted', 'diagnosing', 'step-02-diagnose'],
    ['RootCauseNamed', 'recovering', 'step-03-fix'],
    ['IncidentResolved', 'resolved', 'step-04-postmortem'],
    ['PostmortemClosed', 'postmortem', 'done'],
  ])('after %s is %s in %s', (type, status, step) => {
    expect(contextAfter(until(type))).toMatchObject({ status, current_step: step });
  });

  it('counts the next update from the last one, and owes none once it is resolved', () => {
    expect(contextAfter(until('StakeholdersUpdated')).next_update_due_at).toBe(at('14:11:00'));
    expect(contextAfter(until('IncidentResolved')).next_update_due_at).toBeNull();
  });

  it('has evidence, root cause and fix with whoever answers for them', () => {
    expect(contextAfter(EVENTS)).toMatchObject({
      severity_confirmed: { by: 'Lan Nguyen', at: at('14:04:30'), how: 'person' },
      evidence: [
        {
          id: 'E1',
          title: 'What CheckoutErrors measures',
          source: 'prometheus',
          query: 'rate(http_requests_total{code=~"5.."}[5m])',
          from: at('13:02:00'),
          to: at('14:03:00'),
          outcome: 'answered',
          sha256: 'ab'.repeat(32),
        },
        { id: 'E2' },
      ],
      root_cause: {
        text: 'the payment pool is exhausted',
        evidence: ['E1'],
        by: 'Lan Nguyen',
        at: at('14:12:00'),
      },
      fix: { text: 'raised the pool to 200', rollback: 'set it back to 50', evidence: ['E1'] },
      timeline: { resolved_at: at('14:42:00') },
      impact: 'nobody can pay',
      needs: [],
    });
  });

  it('shows no root cause where the gate was overridden', () => {
    const override: IncidentEvent = {
      type: 'GateOverridden',
      at: at('14:10:00'),
      by: { kind: 'person', name: 'Minh', channel: 'cli' },
      need: 'root-cause',
      reason: 'fix first',
    };
    const context = contextAfter([...until('SeverityConfirmed'), override]);
    expect(context.root_cause).toBeNull();
    expect(context.overrides).toMatchObject([
      { need: 'root-cause', reason: 'fix first', by: 'Minh' },
    ]);
  });
});

describe('the alerts of an incident', () => {
  const claim = (status: 'firing' | 'resolved') =>
    signal({ source: 'pagerduty', fingerprint: 'Q1', status, startsAt: START });
  const counted = (first: Command, ...rest: Command[]) => {
    const { incident } = rest.reduce((story, command) => story.when(command), given(first));
    const facts = factsTable(incident, DEFAULT_POLICY);
    return {
      alerts: incidentContext(incident, DEFAULT_POLICY, []).alerts,
      facts: /\*\*Alerts\*\* \| ([^|]*) \|/.exec(facts)?.[1] ?? '',
    };
  };

  it('are none where only PagerDuty says that something is wrong, or that it is over', () => {
    const none = { alerts: { firing: 0, resolved: 0, truncated: 0 }, facts: '' };
    expect(counted(observe([claim('firing')]))).toEqual(none);
    expect(counted(observe([claim('firing')]), observe([claim('resolved')]))).toEqual(none);
  });

  it('are counted beside what PagerDuty says, each by what became of it', () => {
    const more = signal({ fingerprint: 'b2' });
    const over = signal({ fingerprint: 'b2', status: 'resolved', endsAt: tPlus(30) });
    const said = counted(observe([claim('firing'), signal(), more]), observe([over]));
    expect(said).toEqual({
      alerts: { firing: 1, resolved: 1, truncated: 0 },
      facts: '1 firing, 1 resolved',
    });
  });
});
