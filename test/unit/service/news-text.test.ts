import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../src/domain/incident.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { newsText, reminderText } from '../../../src/service/news-text.ts';
import { tPlus } from '../../given/story.ts';
import { anIncident } from '../words/an-incident.ts';

const SPEECH = {
  policy: { ...DEFAULT_POLICY, escalationContacts: ['Khang'] },
  language: 'en',
} as const;

type Payload = Readonly<Record<string, string | number>>;

const news = (payload: Payload, over: Partial<Incident> = {}) =>
  newsText(SPEECH, anIncident(over), payload, tPlus(60));
const reminder = (payload: Payload, over: Partial<Incident> = {}) =>
  reminderText(SPEECH, anIncident(over), payload, tPlus(60));

const ACTION = {
  id: 'A1',
  text: 'Alert on the pool',
  owner: 'Lan',
  due: '2026-12-01',
  state: 'open',
  doneAt: null,
  proof: null,
  provingSince: null,
  finding: '',
  reopened: 0,
} as const;

describe('news', () => {
  it.each([
    ['opened', 'A new incident, from alertmanager.'],
    ['reopened', 'It is back: reopened at 14:30 UTC, it fires again.'],
    ['update', 'it fires again'],
  ])('of what was %s is put into words', (what, words) => {
    expect(news({ what, text: 'it fires again' })).toContain(words);
  });

  it('of a change is on the board, and nowhere else', () => {
    expect(news({ what: 'changed', text: '' })).toBe('');
  });

  it('of a resolve that is over already says no more than that', () => {
    expect(news({ what: 'resolved', text: '' })).toContain('the incident is resolved');
  });

  it('that a person wrote keeps its lines and mentions nobody', () => {
    expect(news({ what: 'update', text: 'one\n<!channel> two' })).toBe('one\n‹!channel> two');
  });
});

describe('a reminder', () => {
  it.each([
    [{ about: 'triage', needs: 'commander', text: '' }, 'write "ic me"'],
    [{ about: 'update', needs: '', text: 'No change.' }, '> No change.'],
    [{ about: 'escalated', text: 'nobody answered' }, 'Contacts: Khang.'],
    [{ about: 'step', step: 1, text: 'Step 1 of 4' }, 'Step 1 of 4'],
    [{ about: 'hypotheses', text: 'H1 (80 %, E1) the pool' }, 'H1 (80 %, E1) the pool'],
    [{ about: 'action-due', action: 'A1', text: '' }, 'Action item A1 is open: Alert on the pool'],
    [{ about: 'action-proved', action: 'A1', text: '3 days' }, 'Action item A1 is done'],
    [{ about: 'action-disproved', action: 'A1', text: '97 %' }, 'A1 is not done yet'],
    [
      { about: 'action-reopened', action: 'A1', text: 'INC-2 is the same problem again' },
      'Reason: INC-2 is the same problem again.',
    ],
  ])('%j is put into words', (payload, words) => {
    expect(reminder(payload, { actions: [ACTION] })).toContain(words);
  });

  it('tells of past incidents, and of what fixed them', () => {
    const past = {
      id: 'INC-1',
      title: 'Checkout down',
      likeness: 'key',
      resolvedAt: tPlus(0),
      cause: null,
      fix: 'raised the pool',
    } as const;
    expect(reminder({ about: 'past', text: '' }, { past: [past] })).toBe(
      'Looks like INC-1 (the same problem): Checkout down. Fixed then by: raised the pool',
    );
  });

  it.each(['triage', 'update'])('of %s that comes too late is not said', (about) => {
    const key = { by: 'Lan', at: tPlus(30), how: 'person', severity: 'SEV1' } as const;
    const closing = {
      at: tPlus(50),
      resolution: 'alerts_cleared',
      cause: null,
      verification: { how: 'vouched', finding: 'ok', evidence: [], by: 'Lan', at: tPlus(50) },
    } as const;
    const triage = { ...key, services: [], impact: null, commander: null, missing: [] };
    const over: Partial<Incident> = { phase: { status: 'resolved', triage, closing } };
    expect(reminder({ about, needs: 'commander', text: 'x' }, over)).toBe('');
  });
});
