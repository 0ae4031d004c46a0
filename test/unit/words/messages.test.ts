import { describe, expect, it } from 'vitest';
import type { ActionItem } from '../../../src/domain/marks.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { actionProof, actionReminder, actionReopened } from '../../../src/words/action-words.ts';
import { board } from '../../../src/words/board.ts';
import { postmortemNudge, triageNudge, updateNudge } from '../../../src/words/nudges.ts';
import {
  escalationMessage,
  openedMessage,
  reopenedMessage,
  resolvedMessage,
} from '../../../src/words/stakeholder-messages.ts';
import { pastLines, stepBegun } from '../../../src/words/step-words.ts';
import { cause, confirm, evidence, fix, override, resolve } from '../../given/command.ts';
import { given, LAN, observe, signal, tPlus } from '../../given/story.ts';
import { anIncident } from './an-incident.ts';

describe('the board', () => {
  it('shows how an incident stands in one look', () => {
    const incident = anIncident({
      pagerduty: { incidentId: 'Q1', url: 'https://acme.pagerduty.com/incidents/Q1' },
      assumedImpact: 'nobody can pay',
    });
    expect(board(incident, tPlus(120), 'en', DEFAULT_POLICY)).toEqual({
      heading: 'INC-2026-03-17-001 · SEV1 · CheckoutDown',
      text: [
        'Status: in triage.',
        'Severity: SEV1 (proposed).',
        'Affected: checkout.',
        'Impact: nobody can pay',
        'In command: nobody yet.',
        'Since 14:29 UTC (3 min).',
        'Next update: 14:35 UTC.',
      ].join('\n'),
      links: [{ href: 'https://acme.pagerduty.com/incidents/Q1', text: 'PagerDuty' }],
    });
  });

  it('names the engineer on call while nobody took command', () => {
    const policy = { ...DEFAULT_POLICY, onCallEngineer: 'Lan Nguyen' };
    const { text } = board(anIncident(), tPlus(60), 'both', policy);
    expect(text).toContain('Chỉ huy sự cố: Lan Nguyen.');
    expect(text).toContain('In command: Lan Nguyen.');
  });
});

describe('a nudge', () => {
  it('of triage lists what is missing with the sentence to write, until when, and what happens then', () => {
    const text = triageNudge(
      anIncident(),
      ['severity-confirmed', 'commander'],
      'en',
      DEFAULT_POLICY,
    );
    expect(text).toBe(
      [
        'Triage is due at 14:35 UTC. Still missing:',
        '- a confirmed severity: write "confirm", or "sev1" … "sev4"',
        '- an incident commander: write "ic me"',
        'When nobody answers, SEV1 is taken as it is, and what is missing goes into the postmortem.',
      ].join('\n'),
    );
  });

  it('of an update quotes what is prepared, and says how it is sent', () => {
    expect(updateNudge('No change.\nNext update: 14:40 UTC.', tPlus(300), 'en')).toBe(
      [
        'Stakeholders are waiting: the next update is due at 14:35 UTC. Prepared:',
        '> No change.',
        '> Next update: 14:40 UTC.',
        'Write "update ok" to send it, or "update: …".',
      ].join('\n'),
    );
  });

  it('of the postmortem says how long it is overdue and what it lacks', () => {
    const { timeline } = anIncident();
    const incident = anIncident({ timeline: { ...timeline, resolved_at: tPlus(0) } });
    const text = postmortemNudge(incident, ['five-whys'], tPlus(86_400), 'vi');
    expect(text).toMatch(/^Đã 1 ngày kể từ khi sự cố được giải quyết mà postmortem chưa xong/);
    expect(text).toContain('vì sao: triệu chứng > nguyên nhân');
  });
});

describe('a message to stakeholders', () => {
  it('tells of the opening, the return and the escalation', () => {
    const incident = anIncident();
    expect(openedMessage(incident, 'en')).toContain('A new incident, from alertmanager.');
    expect(reopenedMessage(incident, 'it fires again', tPlus(60), 'en')).toContain(
      'It is back: reopened at 14:30 UTC, it fires again.',
    );
    const policy = { ...DEFAULT_POLICY, escalationContacts: ['Khang', 'khang@example.com'] };
    expect(escalationMessage(incident, 'nobody answered.', 'en', policy)).toContain(
      'Escalated: nobody answered.\nContacts: Khang, khang@example.com.',
    );
    expect(escalationMessage(incident, '', 'en', policy)).toContain(
      '\nit was escalated\nContacts: Khang',
    );
  });

  it('tells how it ended, after how long, and when the postmortem is due', () => {
    const signed = { by: 'Lan', at: tPlus(600) };
    const text = resolvedMessage(
      anIncident({
        phase: {
          status: 'resolved',
          triage: null,
          closing: {
            at: tPlus(660),
            resolution: 'fixed',
            verification: { how: 'checked', finding: 'errors at 0 %', evidence: [], ...signed },
            cause: { how: 'named', text: 'the pool ran dry', evidence: ['E1'], ...signed },
            fix: { text: 'pool 20 → 80', evidence: ['E1'], rollback: 'helm rollback', ...signed },
          },
        },
      }),
      'en',
      DEFAULT_POLICY,
    );
    expect(text.split('\n').slice(1)).toEqual([
      'Resolved at 14:41 UTC, after 12 min.',
      'Root cause: the pool ran dry',
      'Fix: pool 20 → 80',
      'Verified: errors at 0 %',
      'The postmortem is due by 2026-03-18 14:41 UTC.',
    ]);
  });

  it('does not call verified what an override let through', () => {
    const story = given(observe([signal()]))
      .when(evidence())
      .when(confirm('SEV1'))
      .when(cause())
      .when(fix())
      .when(override('alerts-clear'))
      .when(override('verification'))
      .when(override('user-reports'))
      .when(resolve());
    const [passed] = story.incident.overrides;
    const told = resolvedMessage(story.incident, 'en', DEFAULT_POLICY).split('\n');
    expect(told).toContain('Fix: raised the pool to 200');
    expect(told).toContain(`Status: by an override: ${passed?.reason}.`);
    expect(told.join('\n')).not.toContain('Verified');
  });
});

describe('what is said beside', () => {
  const ITEM: ActionItem = {
    id: 'A2',
    text: 'Alert on pool usage.',
    owner: 'Lan',
    due: '2026-12-01',
    state: 'open',
    doneAt: null,
    proof: null,
    provingSince: null,
    finding: '',
    reopened: 0,
  };

  it('a step begins with its title, its first guidance and its menu', () => {
    const words = {
      step: 1,
      title: { en: 'Triage', vi: 'Phân loại' },
      guidance: { en: 'Who is affected?', vi: '' },
    } as const;
    expect(stepBegun(words, 'vi')).toMatch(
      /^Bước 1\/4: Phân loại\nWho is affected\?\n\[A\] đi sâu hơn/,
    );
    expect(stepBegun(words, 'en')).toMatch(
      /^Step 1 of 4: Triage\nWho is affected\?\n\[A\] go deeper/,
    );
  });

  it('past incidents are told with what fixed them', () => {
    const past = { id: 'INC-2026-01-01-001', title: 'Checkout down', resolvedAt: tPlus(0) };
    const text = pastLines(
      [
        { ...past, likeness: 'key', cause: 'pool', fix: 'raised the pool' },
        { ...past, likeness: 'alert', cause: 'pool', fix: null },
      ],
      'en',
    );
    expect(text).toBe(
      'Looks like INC-2026-01-01-001 (the same problem): Checkout down. Fixed then by: raised the pool\n' +
        'Looks like INC-2026-01-01-001 (the same alert): Checkout down. Root cause then: pool',
    );
  });

  it('action items are reminded of, proved and opened again', () => {
    expect(actionReminder(ITEM, 'en')).toBe(
      'Action item A2 is open: Alert on pool usage (Lan). Due 2026-12-01.\nWhen it is finished, write "done A2".',
    );
    expect(actionProof(ITEM, 'disproved', 'usage was 97 %', 'vi')).toBe(
      'Việc A2 chưa hoàn thành: Alert on pool usage. usage was 97 %',
    );
    const story = given(observe([signal()])).when({
      ...{ type: 'AddAction', at: tPlus(10), by: LAN, text: ITEM.text },
      ...{ owner: 'Lan', due: ITEM.due, proof: null },
    });
    const [reopened] = story
      .when({ type: 'FinishAction', at: tPlus(20), by: LAN, action: 'A1' })
      .when({ type: 'ReopenActions', at: tPlus(30), by: LAN, because: 'INC-2' }).events;
    const reason = reopened?.type === 'ActionReopened' ? reopened.reason : '';
    expect(actionReopened(ITEM, reason, 'en')).toBe(
      'Action item A2 is open again: Alert on pool usage. Reason: INC-2 is the same problem again.',
    );
  });
});
