import { describe, expect, it } from 'vitest';
import { understand } from '../../../src/domain/say.ts';
import type { SpokenCommand } from '../../../src/domain/utterance.ts';

const confirm = (severity: 'SEV1' | 'SEV2' | 'SEV3' | 'SEV4' | 'proposed', reason = '') =>
  ({ type: 'ConfirmSeverity', severity, reason }) as const;
const lead = (commander: string) => ({ type: 'TakeCommand', commander }) as const;
const cause = (text: string, evidence: `E${number}`[] = []) =>
  ({ type: 'NameRootCause', text, evidence, hypothesis: null }) as const;
const ranked = (hypothesis: `H${number}`, evidence: `E${number}`[] = []) =>
  ({ type: 'NameRootCause', text: '', evidence, hypothesis }) as const;
const fix = (text: string, evidence: `E${number}`[], rollback: string) =>
  ({ type: 'RecordFix', text, evidence, rollback }) as const;
const override = (need: 'verification' | 'root-cause' | 'alerts-clear' | null, reason: string) =>
  ({ type: 'OverrideGate', need, reason }) as const;
const action = (text: string, owner = '', due = '') =>
  ({ type: 'AddAction', text, owner, due, proof: null }) as const;
const escalate = (reason = '') => ({ type: 'Escalate', reason }) as const;

describe('a sentence about severity confirms it:', () => {
  it.each<[string, SpokenCommand]>([
    ['sev1', confirm('SEV1')],
    ['sev2', confirm('SEV2')],
    ['SEV3', confirm('SEV3')],
    ['Sev4.', confirm('SEV4')],
    ['sev 2', confirm('SEV2')],
    ['sev-2', confirm('SEV2')],
    ['sev – 2', confirm('SEV2')],
    ['SEV1!', confirm('SEV1')],
    ['confirm', confirm('proposed')],
    ['Confirm.', confirm('proposed')],
    ['confirmed', confirm('proposed')],
    ['confirm sev1', confirm('SEV1')],
    ['confirmed sev1', confirm('SEV1')],
    ['confirm sev-3', confirm('SEV3')],
    ['sev2 because One Region is down.', confirm('SEV2', 'One Region is down.')],
    ['sev2, because: revenue', confirm('SEV2', 'revenue')],
    ['confirm because it matches what I see', confirm('proposed', 'it matches what I see')],
    ['confirm sev1 vì khách gọi', confirm('SEV1', 'khách gọi')],
    ['sev1\nand this is why, at length\nsev4', confirm('SEV1')],
  ])('%j', (text, command) => {
    expect(understand(text)).toEqual({ kind: 'command', command });
  });
});

describe('a sentence about command takes or gives it:', () => {
  it.each<[string, SpokenCommand]>([
    ['ic me', lead('me')],
    ['IC Me', lead('me')],
    ['i am ic', lead('me')],
    ['I’m IC', lead('me')],
    ['I am the incident commander.', lead('me')],
    ['ic Lan Nguyen', lead('Lan Nguyen')],
    ['IC Nguyễn Thị Lan', lead('Nguyễn Thị Lan')],
    ["IC O'Brien", lead("O'Brien")],
    ['ic @lan.nguyen', lead('@lan.nguyen')],
    ['ic: lan', lead('lan')],
    ['ic: me', lead('me')],
    ['commander: Lan', lead('Lan')],
    ['Commander Lan', lead('Lan')],
    ['incident commander: Lan Nguyen.', lead('Lan Nguyen')],
  ])('%j', (text, command) => {
    expect(understand(text)).toEqual({ kind: 'command', command });
  });
});

describe('a root cause is named with its evidence:', () => {
  it.each<[string, SpokenCommand]>([
    ['cause: Pool exhausted evidence E1 E2', cause('Pool exhausted', ['E1', 'E2'])],
    ['cause: Pool exhausted evidence: E1,E2', cause('Pool exhausted', ['E1', 'E2'])],
    [
      'cause: Pool exhausted, evidence e1, e2 and e10',
      cause('Pool exhausted', ['E1', 'E2', 'E10']),
    ],
    ['cause: Pool exhausted ev E1', cause('Pool exhausted', ['E1'])],
    ['cause: Pool exhausted (evidence E3).', cause('Pool exhausted', ['E3'])],
    ['cause: Pool exhausted evidence E1 E1 E01', cause('Pool exhausted', ['E1'])],
    [
      'cause: Pool exhausted\nsince the deploy\nevidence E4',
      cause('Pool exhausted\nsince the deploy', ['E4']),
    ],
    ['cause:\nPool exhausted evidence E1', cause('Pool exhausted', ['E1'])],
    ['Root cause: Pool exhausted', cause('Pool exhausted')],
    ['cause : no evidence yet', cause('no evidence yet')],
    ['cause: see E1', cause('see E1')],
    ['cause: evidence E1 shows a full pool', cause('evidence E1 shows a full pool', ['E1'])],
    ['cause H1', ranked('H1')],
    ['cause h2.', ranked('H2')],
    ['cause: H3', ranked('H3')],
    ['Root cause H12', ranked('H12')],
    ['cause H1 evidence E2', ranked('H1', ['E2'])],
    ['cause: H1 is wrong, it was DNS', cause('H1 is wrong, it was DNS')],
  ])('%j', (text, command) => {
    expect(understand(text)).toEqual({ kind: 'command', command });
  });
});

describe('a fix is recorded with its evidence and its way back:', () => {
  it.each<[string, SpokenCommand]>([
    ['fix: Pool to 80 evidence E3 rollback: Pool to 20', fix('Pool to 80', ['E3'], 'Pool to 20')],
    ['fix: Pool to 80 rollback: Pool to 20 evidence E3', fix('Pool to 80', ['E3'], 'Pool to 20')],
    [
      'fix: Pool to 80, evidence E3; roll back: Pool to 20',
      fix('Pool to 80', ['E3'], 'Pool to 20'),
    ],
    [
      'fix: Pool to 80\nevidence: E3\nrollback:\nPool to 20',
      fix('Pool to 80', ['E3'], 'Pool to 20'),
    ],
    [
      'fix: Rolled back to v41 evidence E1 rollback: deploy v42',
      fix('Rolled back to v41', ['E1'], 'deploy v42'),
    ],
    ['fix: rollback of v42 evidence E1', fix('rollback of v42', ['E1'], '')],
    ['fix: Pool to 80', fix('Pool to 80', [], '')],
    ['fix: a evidence E1 rollback: b evidence E1 E2', fix('a', ['E1', 'E2'], 'b')],
  ])('%j', (text, command) => {
    expect(understand(text)).toEqual({ kind: 'command', command });
  });
});

describe('a sentence with a key says its text:', () => {
  it.each<[string, SpokenCommand]>([
    ['impact: Nobody can pay', { type: 'StateImpact', impact: 'Nobody can pay' }],
    ['IMPACT:all of it', { type: 'StateImpact', impact: 'all of it' }],
    ['verified: No errors any more', { type: 'VouchRecovery', text: 'No errors any more' }],
    ['verified: Payments work', { type: 'VouchRecovery', text: 'Payments work' }],
    ['update: Half is back', { type: 'UpdateStakeholders', text: 'Half is back' }],
    [
      'update: Half is back\r\n\r\nMore at 10:00',
      { type: 'UpdateStakeholders', text: 'Half is back\r\n\r\nMore at 10:00' },
    ],
    ['prevent: Load tests', { type: 'StatePrevention', text: 'Load tests' }],
    ['prevention: Load tests', { type: 'StatePrevention', text: 'Load tests' }],
    ['note: sev1 was right', { type: 'TakeNote', text: 'sev1 was right' }],
    ['action: Alert on pools', action('Alert on pools')],
    ['action: Alert on pools owner: Lan', action('Alert on pools', 'Lan')],
    ['action: Alert on pools due: 2026-12-01', action('Alert on pools', '', '2026-12-01')],
    [
      'action: Alert on pools, owner: Lan, due: 2026-12-01.',
      action('Alert on pools', 'Lan', '2026-12-01'),
    ],
    [
      'action: Alert on pools due: 1/12/2026 owner: Lan N.',
      action('Alert on pools', 'Lan N.', '2026-12-01'),
    ],
    ['action item: Alert\nowner: Lan\ndue: 29.02.2028', action('Alert', 'Lan', '2028-02-29')],
  ])('%j', (text, command) => {
    expect(understand(text)).toEqual({ kind: 'command', command });
  });
});

describe('a sentence steers the incident:', () => {
  it.each<[string, SpokenCommand]>([
    ['resolve', { type: 'Resolve' }],
    ['Resolved.', { type: 'Resolve' }],
    ['[A]', { type: 'GoDeeper' }],
    ['[a]', { type: 'GoDeeper' }],
    ['[C]', { type: 'Continue' }],
    ['[c]', { type: 'Continue' }],
    ['close postmortem', { type: 'ClosePostmortem' }],
    ['Close the post-mortem', { type: 'ClosePostmortem' }],
    ['override because the probe is broken', override(null, 'the probe is broken')],
    ['override verification because No Data', override('verification', 'No Data')],
    ['override [verification] because No Data', override('verification', 'No Data')],
    ['override root cause because unknown', override('root-cause', 'unknown')],
    ['override alerts_clear because: stale', override('alerts-clear', 'stale')],
    ['escalate', escalate()],
    ['Escalate!', escalate()],
    ['escalate Nobody answers', escalate('Nobody answers')],
    ['escalate because nobody answers', escalate('nobody answers')],
    ['escalate: Nobody answers.', escalate('Nobody answers')],
    ['[ESCALATE]', escalate()],
    ['[ESCALATE] If in doubt', escalate('If in doubt')],
  ])('%j', (text, command) => {
    expect(understand(text)).toEqual({ kind: 'command', command });
  });
});

describe('a question asks:', () => {
  it.each([
    ['status', 'status'],
    ['Status?', 'status'],
    ['help', 'help'],
    ['?', 'help'],
    ['help!', 'help'],
    ['resume', 'resume'],
    ['[RESUME-INC]', 'resume'],
    ['resume-inc', 'resume'],
    ['RESUME-INC INC-2026-11-22-001', 'resume'],
  ])('%j', (text, question) => {
    expect(understand(text)).toEqual({ kind: 'question', question });
  });
});

describe('a report opens another incident:', () => {
  it.each([
    ['[NEW-INC] Search is slow', 'Search is slow'],
    ['[new-inc]: Search is slow', 'Search is slow'],
    ['NEW-INC Tìm kiếm chậm', 'Tìm kiếm chậm'],
    ['new-inc: Search is slow\nmore', 'Search is slow'],
  ])('%j', (text, title) => {
    expect(understand(text)).toEqual({ kind: 'report', title });
  });
});
