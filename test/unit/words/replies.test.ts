/** What people are answered: short, in the organisation's language, with the very sentence to write next. */
import { describe, expect, it } from 'vitest';
import { needOf } from '../../../src/domain/needs.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { NEED_NAMES } from '../../../src/domain/refusal.ts';
import { understand } from '../../../src/domain/say.ts';
import {
  attemptReply,
  commandReply,
  refusalReply,
  reportReply,
} from '../../../src/words/replies.ts';
import { cause, fix, override } from '../../given/command.ts';
import { observe, type Story, signal, tPlus } from '../../given/story.ts';
import { asking, diagnosing, opened, recovering, STEPS } from './a-step.ts';

const replied = ({ events, incident }: Story, language: 'en' | 'vi' | 'both' = 'en') =>
  commandReply(events, incident, asking(incident), language);

describe('the reply to a sentence', () => {
  it('says what it did, where the incident stands, and what is asked next', () => {
    expect(replied(diagnosing)).toBe(
      [
        'SEV1 is confirmed.',
        'Lan Nguyen is in command.',
        'Triage is complete.',
        'INC-2026-03-17-001 is being diagnosed, SEV1 (confirmed).',
        'Still needed:',
        '- no root cause is named: write "cause: what broke and why evidence E1"',
      ].join('\n'),
    );
  });

  it('is Vietnamese where people are spoken to in Vietnamese', () => {
    expect(replied(diagnosing, 'vi')).toBe(
      [
        'Đã xác nhận mức SEV1.',
        'Lan Nguyen chỉ huy sự cố.',
        'Đã phân loại xong.',
        'INC-2026-03-17-001 đang chẩn đoán, SEV1 (đã xác nhận).',
        'Còn thiếu:',
        '- nguyên nhân gốc: viết "nguyên nhân: cái gì hỏng, vì sao bằng chứng E1"',
      ].join('\n'),
    );
  });

  it('is both, Vietnamese first, and still fits a phone', () => {
    const reply = replied(diagnosing, 'both');
    expect(reply).toBe(`${replied(diagnosing, 'vi')}\n\n${replied(diagnosing, 'en')}`);
    expect(reply.length).toBeLessThan(700);
  });

  it('says that nothing changed when it was no news', () => {
    const { incident } = diagnosing;
    expect(commandReply([], incident, asking(incident), 'en')).toMatch(/^Nothing to change\.\nINC/);
  });

  it('says that the gate stands open when nothing is asked any more', () => {
    const open = recovering
      .when(fix())
      .when(observe([signal({ status: 'resolved', endsAt: tPlus(1000) })], { at: tPlus(1100) }))
      .when({ ...override('verification', tPlus(1200)) })
      .when({ ...override('user-reports', tPlus(1210)) });
    expect(replied(open)).toContain('The gate asks nothing more: write "[C]" to go on.');
    expect(replied(open)).toContain(
      'The gate does without what users report: the dashboard is down. The postmortem will say so.',
    );
  });

  it('to [A] asks the step’s questions beside the latest evidence', () => {
    const deeper = diagnosing.when({
      type: 'GoDeeper',
      at: tPlus(300),
      by: { kind: 'person', name: 'Lan', channel: 'api' },
    });
    const { events, incident } = deeper;
    const step = STEPS[1] ?? null;
    const reply = commandReply(events, incident, { ...asking(incident), step }, 'both');
    expect(reply).toContain('A wider diagnosis has begun');
    expect(reply).toContain('Ask yourselves:\n? What about Diagnose?\nLatest evidence:\nE1: ');
    expect(reply).toContain('Hãy tự hỏi:\n? What about Diagnose? (vi)\nBằng chứng mới nhất:\nE1: ');
  });

  it('carries nothing of what people wrote that a chat or a terminal would act on', () => {
    const hostile = cause(['E1'], tPlus(600));
    const story = diagnosing.when({
      ...hostile,
      text: '<!channel> \u202Ehttp://x\u001b[2J',
    } as typeof hostile);
    for (const language of ['en', 'vi', 'both'] as const) {
      expect(replied(story, language)).not.toMatch(/<!|:\/\/|\u202E|(?!\n)\p{Cc}/u);
    }
  });
});

describe('what is missing', () => {
  const needs = NEED_NAMES.map((name) => needOf(name, recovering.incident, DEFAULT_POLICY));

  it('has a line for every need in both languages', () => {
    for (const language of ['en', 'vi'] as const) {
      const [heading, ...rest] = refusalReply(
        needs,
        recovering.incident,
        DEFAULT_POLICY,
        language,
      ).split('\n');
      expect(heading).toBe(language === 'en' ? 'Not yet. Still needed:' : 'Chưa được. Còn thiếu:');
      expect(rest).toHaveLength(NEED_NAMES.length);
      expect(rest.every((line) => /^- .+: .+/u.test(line))).toBe(true);
    }
  });

  it('says in Vietnamese, too, what of the incident is behind it', () => {
    const reply = refusalReply(needs, recovering.incident, DEFAULT_POLICY, 'vi');
    expect(reply).toContain('mức độ được xác nhận (shop/CheckoutDown đề xuất SEV1)');
    expect(reply).toContain('bằng chứng (đang có E1)');
    expect(reply).toContain('các cảnh báo phải hết (còn 1 cảnh báo)');
    expect(reply).toContain('(có 0/5)');
    expect(reply).not.toContain('H1');
  });

  it('is said with sentences that are understood', () => {
    const reply = refusalReply(needs, recovering.incident, DEFAULT_POLICY, 'both');
    const told = [...reply.matchAll(/(?:write|viết) "([^"…]+)"/gu)].map(([, text = '']) => text);
    expect(told.length).toBeGreaterThan(15);
    for (const text of told) expect([text, understand(text).kind]).not.toEqual([text, 'talk']);
    for (const text of told) expect([text, understand(text).kind]).not.toEqual([text, 'attempt']);
  });
});

describe('a sentence that was tried', () => {
  it('is told what it lacks, and how to see all of them', () => {
    expect(attemptReply('say who commands', 'both')).toBe(
      'Chưa thay đổi gì. Viết "trợ giúp" để xem mọi câu lệnh.\nNothing changed. Write "help" for all sentences.\nSay who commands.',
    );
  });
});

describe('a new incident', () => {
  it('is answered with its number', () => {
    const reply = reportReply({ ...opened.incident, title: 'Mail is late' }, 'both');
    expect(reply).toBe(
      'Đã mở INC-2026-03-17-001: Mail is late\nINC-2026-03-17-001 opened: Mail is late',
    );
  });
});
