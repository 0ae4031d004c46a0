/** What people are told when they ask: help, status, resume. */
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../src/domain/incident.ts';
import { helpReply, resumeReply, statusReply } from '../../../src/words/questions.ts';
import { tPlus } from '../../given/story.ts';
import { asking, diagnosing, opened, recovering, STEPS } from './a-step.ts';

const PLACE = { steps: STEPS, output: 'psm-artifacts/x/step.md', report: 'psm-artifacts/r.md' };

const asked = (incident: Incident, at = tPlus(720)) => ({ ...asking(incident), incident, at });
describe('help', () => {
  it('is the grammar, Vietnamese first where both are spoken', () => {
    const reply = helpReply('both');
    expect(reply.indexOf('xác nhận sev2')).toBe(0);
    expect(reply).toContain('\n\nsev2 because <reason>');
    expect(helpReply('en')).not.toContain('xác nhận');
  });
});

describe('status', () => {
  const ranked = diagnosing.when({
    type: 'RankHypotheses',
    at: tPlus(300),
    by: { kind: 'system', name: 'diagnosis', channel: 'tocsin' },
    hypotheses: [0.7, 0.2, 0.07, 0.03].map((confidence, index) => ({
      id: `H${index + 1}` as const,
      text: `cause number ${index + 1}`,
      confidence,
      evidence: ['E1'],
    })),
  }).incident;

  it('shows standing, alerts, minutes, commander, next update, hypotheses and what is needed', () => {
    const reply = statusReply(asked(ranked), 'en');
    for (const line of [
      'Status: being diagnosed.',
      'Severity: SEV1 (confirmed).',
      'In command: Lan Nguyen.',
      'Since 14:29 UTC (13 min).',
      'Next update: 14:35 UTC.',
      'Alerts firing: 1.',
      'H1 (70 %): cause number 1',
      'H3 (7 %): cause number 3',
      'Latest evidence:',
      'Still needed:',
    ]) {
      expect(reply.split('\n')).toContain(line);
    }
    expect(reply).not.toContain('H4');
    expect(reply).toContain(', or "cause H1"');
  });

  it('says in Vietnamese how to take the likeliest hypothesis', () => {
    expect(statusReply(asked(ranked), 'vi')).toContain('hoặc "nguyên nhân H1"');
  });

  it('remembers the likest past incident with what fixed it', () => {
    const past = {
      id: 'INC-2026-03-01-002',
      title: 'Checkout down',
      likeness: 'key',
      resolvedAt: tPlus(-86400),
      cause: 'pool',
      fix: 'raised the pool',
    } as const;
    const reply = statusReply(asked({ ...ranked, past: [past, { ...past, id: 'OTHER' }] }), 'en');
    expect(reply).toContain('INC-2026-03-01-002');
    expect(reply).toContain('raised the pool');
    expect(reply).not.toContain('OTHER');
  });
});

describe('resume', () => {
  it('names the steps that are done and when, the step at hand with its menu, its needs, and its files', () => {
    expect(resumeReply(asked(recovering.incident), 3, PLACE, 'en').split('\n')).toEqual([
      'INC-2026-03-17-001 · SEV1 · CheckoutDown: no checkout succeeds',
      '✓ Step 1, Triage: done at 14:32 UTC',
      '✓ Step 2, Diagnose: done at 14:40 UTC',
      'Step 3 of 4: Fix',
      'Do Fix first.',
      '[A] look deeper',
      '[C] go on',
      'Still needed:',
      expect.stringContaining('- no fix is recorded: write "fix: '),
      expect.stringContaining('- 1 of its alerts still fire'),
      expect.stringContaining('- recovery is not verified yet'),
      expect.stringContaining('- nobody said what users report'),
      'Written down in: psm-artifacts/x/step.md',
      'Report: psm-artifacts/r.md',
    ]);
  });

  it('says the same in Vietnamese', () => {
    const reply = resumeReply(asked(recovering.incident), 3, PLACE, 'vi');
    expect(reply).toContain('✓ Bước 2, Diagnose (vi): xong lúc 14:40 UTC\nBước 3/4: Fix (vi)\n');
    expect(reply).toContain('Còn thiếu:\n- cách khắc phục: viết "khắc phục: ');
    expect(reply).toContain('Ghi lại tại: psm-artifacts/x/step.md');
  });

  it('says that all is done when it is', () => {
    const reply = resumeReply({ ...asked(recovering.incident), needs: [] }, null, PLACE, 'en');
    expect(reply).toContain('All four steps are done');
    expect(reply).not.toContain('Written down in');
  });

  it('says of a step that was never entered that it was not needed', () => {
    const closing = {
      at: tPlus(600),
      resolution: 'alerts_cleared',
      cause: null,
      verification: { how: 'checked', finding: '', evidence: [], by: 'v', at: tPlus(600) },
    } as const;
    const healed: Incident = {
      ...opened.incident,
      phase: { status: 'resolved', triage: null, closing },
    };
    expect(resumeReply(asked(healed), 4, PLACE, 'en')).toContain(
      '– Step 1, Triage: was not needed\n– Step 2, Diagnose: was not needed\n– Step 3, Fix: was not needed\nStep 4 of 4: Learn',
    );
  });
});
