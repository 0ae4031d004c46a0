/** Commands as people and jobs give them, with invented names and fixed times. */
import type { Command } from '../../src/domain/command.ts';
import type { EvidenceDraft } from '../../src/domain/evidence.ts';
import type { Severity } from '../../src/domain/severity.ts';
import { LAN, TOCSIN, tPlus } from './story.ts';

export function confirm(severity: Severity | 'proposed', at = tPlus(120)): Command {
  return { type: 'ConfirmSeverity', at, by: LAN, severity, reason: '' };
}

function draft(over: Partial<EvidenceDraft> = {}): EvidenceDraft {
  return {
    question: 'alert-expression:1',
    source: 'prometheus',
    title: 'What the alert measures',
    query: 'rate(checkout_errors_total[5m])',
    window: { from: tPlus(-3600), to: tPlus(0) },
    outcome: 'answered',
    summary: 'crossed 0.05 at 14:29:00 UTC',
    link: '',
    sha256: '0'.repeat(64),
    ...over,
  };
}

export function evidence(over: Partial<EvidenceDraft> = {}): Command {
  return { type: 'RecordEvidence', at: tPlus(30), by: TOCSIN, drafts: [draft(over)] };
}

export function cause(named: readonly `E${number}`[] = ['E1'], at = tPlus(600)): Command {
  return {
    type: 'NameRootCause',
    at,
    by: LAN,
    text: 'the payment pool is exhausted',
    evidence: named,
    hypothesis: null,
  };
}

export function fix(named: readonly `E${number}`[] = ['E1'], at = tPlus(900)): Command {
  return {
    type: 'RecordFix',
    at,
    by: LAN,
    text: 'raised the pool to 200',
    evidence: named,
    rollback: 'set it back to 50',
  };
}

export function check(
  verdict: 'recovered' | 'not-recovered' | 'inconclusive',
  clearedAt: string,
  attempt = 1,
  at = tPlus(1500),
): Command {
  return {
    type: 'RecordCheck',
    at,
    by: TOCSIN,
    verdict,
    finding: `the check says ${verdict}`,
    evidence: [],
    attempt,
    clearedAt,
  };
}

export function resolve(at = tPlus(1600)): Command {
  return { type: 'Resolve', at, by: LAN };
}

export function vouch(at = tPlus(1550)): Command {
  return { type: 'VouchRecovery', at, by: LAN, text: 'two orders went through' };
}

export function usersOk(at = tPlus(1560)): Command {
  return { type: 'ReportUsers', at, by: LAN, calm: true, text: '' };
}

export function override(
  need: Extract<Command, { type: 'OverrideGate' }>['need'],
  at = tPlus(1550),
): Command {
  return { type: 'OverrideGate', at, by: LAN, need, reason: 'the dashboard is down' };
}
