import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { contextText, sessionText } from '../../../src/artifacts/session-text.ts';
import type { Closing } from '../../../src/domain/gate-keys.ts';
import { needsOf } from '../../../src/domain/gates.ts';
import type { IncidentEvent } from '../../../src/domain/incident-event.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { EVENTS, incidentAfter, OPENED, until } from './an-incident.ts';
import { at, LAN } from './its-parts.ts';

const REPORT = 'psm-artifacts/incident-shop-2026-11-22-007.md';

function session(events: readonly IncidentEvent[]) {
  const incident = incidentAfter(events);
  return parse(sessionText(incident, DEFAULT_POLICY, needsOf(incident, DEFAULT_POLICY), REPORT));
}

describe('incident-context.yaml', () => {
  it('has exactly the fields of the workflow’s state', () => {
    expect(parse(contextText(incidentAfter(EVENTS), DEFAULT_POLICY))).toEqual({
      incident_context: {
        incident_id: 'INC-2026-11-22-007',
        severity: 'SEV1',
        status: 'postmortem',
        affected_services: ['checkout', 'cart'],
        started_at: at('14:02:00'),
        timeline: {
          detected_at: at('14:02:30'),
          triage_completed_at: at('14:04:30'),
          root_cause_identified_at: at('14:12:00'),
          fix_applied_at: at('14:20:00'),
          resolved_at: at('14:42:00'),
        },
        current_step: 'done',
        last_updated: at('15:02:00'),
        incident_commander: 'Lan Nguyen',
      },
    });
  });

  it('stays YAML whatever a service or a commander is called', () => {
    const hostile = 'a: b\n- c: "d\u202E" # e';
    const opened = { ...OPENED, affectedServices: [hostile] } as IncidentEvent;
    const commanded: IncidentEvent = {
      type: 'CommandTaken',
      at: at('14:03:00'),
      by: LAN,
      commander: hostile,
    };
    const { incident_context } = parse(
      contextText(incidentAfter([opened, commanded]), DEFAULT_POLICY),
    );
    expect(incident_context.affected_services).toEqual(['a: b - c: "d\uFFFD" # e']);
    expect(incident_context.incident_commander).toBe('a: b - c: "d\uFFFD" # e');
  });
});

describe('incident-session.yaml', () => {
  it('of a new incident begins at the first step, with nothing done', () => {
    const { steps_completed, next_step, round } = session(until('PageAccepted'));
    expect({ steps_completed, next_step, round }).toEqual({
      steps_completed: [],
      next_step: 'step-01-triage',
      round: 1,
    });
  });

  it('of one whose cause is known goes on with the fix, and names what the gate asks', () => {
    const { steps_completed, next_step, needs, workflow } = session(until('RootCauseNamed'));
    expect(steps_completed).toEqual([
      {
        step: 'step-01-triage',
        completed_at: at('14:04:30'),
        output: 'step-1-output.md',
      },
      {
        step: 'step-02-diagnose',
        completed_at: at('14:12:00'),
        output: 'step-2-output.md',
      },
    ]);
    expect(next_step).toBe('step-03-fix');
    expect(needs.map(({ need }: { need: string }) => need)).toContain('fix');
    expect(workflow).toEqual({ id: 'W-INCIDENT-001', version: 'c0ffee' });
  });

  it('says where the report is', () => {
    expect(session(EVENTS).report).toBe(REPORT);
  });

  it('of one that recovered by itself names no step as done that it never was in', () => {
    const selfHealed = [...until('TriageCompleted')].slice(0, -1);
    const closing: Closing = {
      at: at('14:20:00'),
      resolution: 'alerts_cleared',
      cause: null,
      verification: {
        ...{ how: 'checked', finding: 'it stayed below', evidence: [] },
        ...{ by: 'verification', at: at('14:19:00') },
      },
    };
    const resolved: IncidentEvent = {
      ...{ type: 'IncidentResolved', at: at('14:20:00'), by: LAN, closing },
    };
    const { steps_completed, next_step } = session([...selfHealed, resolved]);
    expect({ steps_completed, next_step }).toEqual({
      steps_completed: [],
      next_step: 'step-04-postmortem',
    });
  });

  it('quotes what a spreadsheet would take for a formula', () => {
    const opened = { ...OPENED, affectedServices: ['=HYPERLINK("x")', '@SUM(A1)', 'cart'] };
    const text = contextText(incidentAfter([opened as IncidentEvent]), DEFAULT_POLICY);
    expect(text).toContain('- "=HYPERLINK(\\"x\\")"\n    - "@SUM(A1)"\n    - cart\n');
  });

  it('says with which sentence to go on', () => {
    expect(session(EVENTS).resume).toBe('[RESUME-INC] INC-2026-11-22-007');
    expect(session(EVENTS).next_step).toBe('done');
  });

  it('of a reopened incident goes on with its diagnosis, in the second round', () => {
    const reopened: IncidentEvent = {
      type: 'IncidentReopened',
      at: at('14:50:00'),
      by: LAN,
      reason: 'it fires again',
    };
    const { round, next_step } = session([...until('IncidentResolved'), reopened]);
    expect({ round, next_step }).toEqual({ round: 2, next_step: 'step-02-diagnose' });
  });
});
