import { describe, expect, it } from 'vitest';
import { describeEvent } from '../../../src/artifacts/timeline-text.ts';
import { system } from '../../../src/domain/actor.ts';
import type { IncidentEvent } from '../../../src/domain/incident-event.ts';
import { EVENTS, OPENED } from './an-incident.ts';
import { at, LAN, signal } from './its-parts.ts';

const BY = { at: at('14:00:00'), by: LAN };
const PAGE = {
  at: at('14:00:00'),
  by: system('pager'),
  via: 'pagerduty',
  dedupKey: 'k',
  generation: 1,
};

function text(event: IncidentEvent): string {
  return describeEvent(event);
}

describe('the timeline of a whole incident', () => {
  it('reads as a story', () => {
    expect(EVENTS.map(describeEvent)).toEqual([
      'INC-2026-11-22-007 opened from alertmanager: Checkout is down; affects checkout, cart',
      '2 alerts firing: CheckoutErrors ×2; 1 more left out by the sender',
      'Severity SEV1 proposed by services/ServiceDown: Checkout is down',
      'Page accepted by pagerduty: SEV1 Checkout is down',
      'Evidence E1 (prometheus): rate(x[5m]) crossed 0.05 at 14:01:15 UTC, worst 0.31 at 14:02:45 UTC (instance a:1); 1 of 3 series breaches.',
      'SEV1 confirmed by Lan Nguyen',
      'Lan Nguyen took command',
      'Triage complete: SEV1; affects checkout, cart; commander Lan Nguyen',
      'Step 2 began: Find the cause (W-INCIDENT-001 c0ffee)',
      'Stakeholders updated by Lan Nguyen: we are on it',
      'Stakeholders updated with the prepared text, nobody wrote one in time: no change',
      'Impact stated by Lan Nguyen: nobody can pay',
      'Root cause named by Lan Nguyen: the payment pool is exhausted (evidence E1)',
      'Fix recorded by Lan Nguyen: raised the pool to 200; rollback: set it back to 50 (evidence E1)',
      '2 alerts resolved: CheckoutErrors ×2',
      'Evidence E2 (prometheus): rate(x[5m]) crossed 0.05 at 14:01:15 UTC, worst 0.31 at 14:02:45 UTC (instance a:1); 1 of 3 series breaches.',
      'Recovery verified (check 1): rate(x[5m]) stayed at or below 0.05 (evidence E2)',
      'Override by Lan Nguyen of what the gate asks for (alerts-clear): the exporter is broken',
      'Resolved: fixed, and the recovery is verified',
      'Action item added by Lan Nguyen: alert on pool use; owner Minh; due 2026-12-01',
      'Why, says Lan Nguyen: no limit per tenant',
      'Prevention stated by Lan Nguyen: a limit per tenant',
      'Postmortem closed by Lan Nguyen',
    ]);
  });
});

describe('the sentence', () => {
  it.each<[string, IncidentEvent]>([
    [
      'SEV2 confirmed by Lan Nguyen: only one region',
      {
        type: 'SeverityConfirmed',
        ...BY,
        severity: 'SEV2',
        how: 'person',
        reason: 'only one region',
      },
    ],
    [
      'SEV1 accepted at the triage deadline: nobody had confirmed it',
      { type: 'SeverityConfirmed', ...BY, severity: 'SEV1', how: 'deadline', reason: '' },
    ],
    ['Lan Nguyen gave command to Minh', { type: 'CommandTaken', ...BY, commander: 'Minh' }],
    [
      'Hypotheses ranked: H1 (72 %, E1 E2) pool is full',
      {
        type: 'HypothesesRanked',
        ...BY,
        hypotheses: [{ id: 'H1', text: 'pool is full', confidence: 0.72, evidence: ['E1', 'E2'] }],
      },
    ],
    [
      'Not recovered (check 3): still above 5',
      {
        type: 'RecoveryChecked',
        ...BY,
        verdict: 'not-recovered',
        finding: 'still above 5',
        evidence: [],
        attempt: 3,
      },
    ],
    [
      'Recovery not proven (check 3): no data',
      {
        type: 'RecoveryChecked',
        ...BY,
        verdict: 'inconclusive',
        finding: 'no data',
        evidence: [],
        attempt: 3,
      },
    ],
    [
      'Recovery vouched for by Lan Nguyen: two orders went through',
      { type: 'RecoveryVouched', ...BY, text: 'two orders went through' },
    ],
    [
      'Reopened: CheckoutErrors fires again',
      { type: 'IncidentReopened', ...BY, reason: 'CheckoutErrors fires again' },
    ],
    ['Note by Lan Nguyen: looking', { type: 'NoteTaken', ...BY, text: 'looking' }],
    ['Escalated by Lan Nguyen', { type: 'Escalated', ...BY, reason: '' }],
    ['Escalated by Lan Nguyen: no progress', { type: 'Escalated', ...BY, reason: 'no progress' }],
    ['Page closed at pagerduty', { type: 'PageAccepted', ...PAGE, action: 'resolve', summary: '' }],
    [
      'Nobody was paged: no pager is configured; it would have said: SEV1 x',
      { type: 'PageAccepted', ...PAGE, via: 'log', action: 'trigger', summary: 'SEV1 x' },
    ],
    [
      'Page not accepted by pagerduty: 503; it will be tried again',
      { type: 'PageFailed', ...PAGE, action: 'trigger', reason: '503', willRetry: true },
    ],
    [
      'Page not closed by pagerduty: 400; it will not be tried again',
      { type: 'PageFailed', ...PAGE, action: 'resolve', reason: '400', willRetry: false },
    ],
    ['Acknowledged by Lan Nguyen', { type: 'Acknowledged', ...BY }],
    [
      'Joined with PagerDuty incident Q1',
      { type: 'PagerdutyLinked', ...BY, incidentId: 'Q1', url: '', keys: [] },
    ],
    [
      'INC-2026-11-22-007 opened from alertmanager: Checkout is down; affects cart; follows INC-2026-11-21-001',
      { ...OPENED, affectedServices: ['cart'], follows: 'INC-2026-11-21-001' } as IncidentEvent,
    ],
  ])('%s', (sentence, event) => {
    expect(text(event)).toBe(sentence);
  });

  it('names the first few alerts of many', () => {
    const fired = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => signal(name));
    const sentence = text({
      type: 'SignalsObserved',
      ...BY,
      fired,
      resolved: [signal('z')],
      truncated: 0,
    });
    expect(sentence).toBe('7 alerts firing: a, b, c, d, e and 2 more; 1 alert resolved: z');
  });

  it('is one printable line, though the alert is hostile', () => {
    const title = 'x\n\u001b[2J\u202Eevil';
    expect(text({ ...OPENED, title } as IncidentEvent)).toContain(': x \uFFFD[2J\uFFFDevil');
  });
});
