import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/domain/command.ts';
import { DEFAULT_POLICY, type Policy } from '../../../src/domain/policy.ts';
import { confirm, override } from '../../given/command.ts';
import { given, LAN, observe, type Story, signal, TOCSIN, tPlus } from '../../given/story.ts';

const opened = given(observe([signal()]));
const accepted = (generation = 1, at = tPlus(1)): Command => ({
  type: 'NotePageAccepted',
  at,
  by: TOCSIN,
  via: 'pagerduty',
  dedupKey: 'tocsin-7d3c0f52',
  generation,
  action: 'trigger',
  summary: 'SEV1',
});
const doubt = (at = tPlus(60)): Command => ({
  type: 'DoubtPage',
  at,
  by: TOCSIN,
  generation: 1,
  why: 'no pager accepted it',
});
const again = (at: string, round = 0): Command => ({
  type: 'CallAgain',
  at,
  by: TOCSIN,
  generation: 1,
  round,
});
const refused = (willRetry: boolean): Command => ({
  type: 'NotePageFailed',
  at: tPlus(1),
  by: TOCSIN,
  via: 'pagerduty',
  dedupKey: 'k',
  generation: 1,
  action: 'trigger',
  reason: 'auth: wrong key',
  willRetry,
});
const link: Command = {
  type: 'LinkPagerduty',
  at: tPlus(2),
  by: TOCSIN,
  incidentId: 'Q1',
  url: '',
  keys: [],
};

const typesOf = ({ events }: Story) => events.map(({ type }) => type);

describe('a page', () => {
  it('that is accepted must be seen and answered, each in its time', () => {
    const story = opened.when(accepted()).does('check-seen', 'call-again');
    expect(story.effects.map((effect) => effect.dueAt)).toEqual([tPlus(121), tPlus(301)]);
  });

  it('that is in doubt goes to the fallback, once', () => {
    const doubted = opened.when(doubt()).yields('PageDoubted').does('fallback');
    const twice = doubted.when(doubt(tPlus(120))).does('fallback');
    expect(twice.effects[0]?.dedupe).toBe(doubted.effects[0]?.dedupe);
  });

  it('that is refused for good goes to the fallback at once', () => {
    opened.when(refused(false)).does('fallback', 'call-again');
    opened.when(refused(true)).does();
  });

  it('that is refused for good is rung again as a new call when nobody answers, with a fallback of its own', () => {
    const called = opened
      .when(refused(false))
      .when(again(tPlus(301)))
      .yields('Escalated')
      .does('page', 'call-again');
    expect(called.events[0]).toMatchObject({
      reason: 'the page was refused, and nobody answered within 5 min',
    });
    const [first] = opened.when(refused(false)).effects;
    const [second] = called.when(refused(false)).does('fallback', 'call-again').effects;
    expect(second?.dedupe).not.toBe(first?.dedupe);
  });

  it('that somebody acknowledged is in no doubt', () => {
    opened
      .when({ type: 'Acknowledge', at: tPlus(30), by: LAN })
      .when(doubt())
      .yields();
  });

  it('calls the architect once it is joined with an incident at PagerDuty', () => {
    opened.when(link).does('call-architect').when(link).yields();
    given(observe([signal()], { severity: 'SEV3' }))
      .when(link)
      .does();
  });

  it('calls the architect to what was escalated before it was known at PagerDuty', () => {
    given(observe([signal()], { severity: 'SEV3' }))
      .when({ type: 'Escalate', at: tPlus(10), by: LAN, reason: 'nobody answers' })
      .does('page')
      .when(link)
      .does('call-architect')
      .when(link)
      .yields();
  });
});

describe('an unanswered page', () => {
  it('is repeated, with the architect, a limited number of times', () => {
    let story = opened.when(link).when(accepted());
    for (let round = 1; round <= 3; round += 1) {
      story = story.when(again(tPlus(round * 300), round - 1)).yields('Escalated');
      const last = round === 3 ? [] : (['call-again'] as const);
      story.does('page', 'call-architect', ...last);
    }
    story.when(again(tPlus(1500), 3)).yields();
  });

  it('is not repeated twice for one deadline, when the triage deadline calls at the same time', () => {
    const called = opened
      .when(accepted())
      .when({ type: 'AcceptProposal', at: tPlus(300), by: TOCSIN })
      .yields('SeverityConfirmed', 'TriageCompleted', 'Escalated');
    called.when(again(tPlus(301))).yields();
    called.when(again(tPlus(600), 1)).yields('Escalated');
  });

  it.each<[string, Command]>([
    ['acknowledged it', { type: 'Acknowledge', at: tPlus(30), by: LAN }],
    ['took command', { type: 'TakeCommand', at: tPlus(30), by: LAN, commander: 'me' }],
  ])('is not called at the triage deadline when somebody %s', (_, answer) => {
    const deadline: Command = { type: 'AcceptProposal', at: tPlus(300), by: TOCSIN };
    expect(typesOf(opened.when(accepted()).when(answer).when(deadline))).not.toContain('Escalated');
    const unpaged = given(observe([signal()], { severity: 'SEV2' }));
    expect(typesOf(unpaged.when(answer).when(deadline))).not.toContain('Escalated');
    expect(typesOf(unpaged.when(deadline))).toContain('Escalated');
  });

  it.each<[string, Command]>([
    ['acknowledged', { type: 'Acknowledge', at: tPlus(30), by: LAN }],
    ['answered with a severity', confirm('SEV1', tPlus(30))],
    ['taken over by a commander', { type: 'TakeCommand', at: tPlus(30), by: LAN, commander: 'me' }],
  ])('is not repeated once it is %s', (_, answer) => {
    opened
      .when(accepted())
      .when(answer)
      .when(again(tPlus(301)))
      .yields();
  });
});

describe('authority', () => {
  const MINH = { ...LAN, name: 'Minh Tran', id: 'PMINH01', groups: ['team:PSRE'] };
  const saying = (severity: 'SEV1' | 'SEV2', by: typeof LAN, at = tPlus(200)): Command => ({
    type: 'ConfirmSeverity',
    at,
    by,
    severity,
    reason: '',
  });
  const confirmed = opened.when(confirm('SEV1'));

  it('anybody may correct what the rules proposed, and raise', () => {
    opened
      .when(saying('SEV2', MINH))
      .yields('SeverityConfirmed', 'CommandTaken', 'TriageCompleted')
      .when(saying('SEV1', LAN))
      .yields('SeverityConfirmed');
  });

  it('a confirmed SEV1 is lowered by its commander only', () => {
    confirmed.refuses(saying('SEV2', MINH), 'authority');
    confirmed
      .when({ type: 'TakeCommand', at: tPlus(150), by: MINH, commander: 'me' })
      .when(saying('SEV2', MINH))
      .yields('SeverityConfirmed');
  });

  it('is given to users, teams and roles by configuration', () => {
    const policy: Policy = {
      ...DEFAULT_POLICY,
      authority: { confirm: ['user:PLAN001'], lower: ['team:PSRE'], override: ['role:admin'] },
    };
    const story = given(observe([signal()]), policy);
    story.refuses(saying('SEV1', MINH), 'authority');
    const said = story.when(saying('SEV1', LAN));
    said.refuses(saying('SEV2', LAN, tPlus(260)), 'authority');
    said.when(saying('SEV2', MINH, tPlus(260))).yields('SeverityConfirmed');
    said.refuses(override('root-cause'), 'authority');
  });

  it('is not asked of Tocsin itself', () => {
    const policy: Policy = {
      ...DEFAULT_POLICY,
      authority: { confirm: [], lower: [], override: [] },
    };
    given(observe([signal()]), policy)
      .when({ type: 'AcceptProposal', at: tPlus(300), by: TOCSIN })
      .yields('SeverityConfirmed', 'TriageCompleted', 'Escalated');
  });
});
