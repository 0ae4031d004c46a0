/** Verify asks the data, once the alerts have been clear for the quiet time, whether the incident is over. */
import {
  type DraftedEvidence,
  draftEvidence,
  verificationKey,
} from '../diagnosis/evidence-draft.ts';
import { sourceUnavailable } from '../diagnosis/finding.ts';
import { judgedChecks, mergedChecks, withChecks } from '../diagnosis/recovery-checks.ts';
import { type Ask, signalsToAsk } from '../diagnosis/signals-to-ask.ts';
import { judgeRecovery, together, type Verdict } from '../diagnosis/verdict.ts';
import {
  type VerificationAnswer,
  verificationQuestions,
} from '../diagnosis/verification-questions.ts';
import { quietWindow, type Window } from '../diagnosis/window.ts';
import { system } from '../domain/actor.ts';
import type { RecoveryCheck } from '../domain/gate-keys.ts';
import { isOpen } from '../domain/incident.ts';
import { type Instant, later, plusSeconds } from '../domain/instant.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { conditionOf, NOT_CONFIGURED } from './alert-expression.ts';
import { askAbout } from './ask-metrics.ts';
import { handle } from './handle.ts';
import type { Parts } from './parts.ts';
import { standingChecks } from './verify-alerts.ts';
import { surroundingChecks } from './verify-checks.ts';

const VERIFICATION = system('verification');
const MOST_SIGNALS = 10_000;
/** More expressions than this are not asked; what is not asked is not verified. */
const MOST_EXPRESSIONS = 20;

interface Checked {
  readonly verdict: Verdict;
  readonly checks: readonly RecoveryCheck[];
  readonly evidence: readonly DraftedEvidence[];
}

interface Check {
  readonly clearedAt: Instant;
  readonly attempt: number;
  readonly window: Window;
  readonly startedAt: Instant;
}

export async function verify(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  const clearedAt = String(row.payload['clearedAt']);
  const attempt = Number(row.payload['attempt']);
  // Something fired again, or a person was faster: this clearing is no longer the one to check.
  if (loaded === null || !isOpen(loaded.incident) || loaded.incident.clearedAt !== clearedAt)
    return;
  const { quietFor } = parts.settings().policy;
  const signals = await parts.store.signals(row.incidentId, MOST_SIGNALS);
  const asks = signalsToAsk(signals, MOST_EXPRESSIONS + 1);
  const now = parts.clock.now();
  const window = quietWindow(later(clearedAt, plusSeconds(now, -quietFor)), now);
  const { startedAt } = loaded.incident;
  const check = { clearedAt, attempt, window, startedAt };
  const looked = await Promise.all(
    asks.slice(0, MOST_EXPRESSIONS).map((ask) => checkOne(parts, ask, check)),
  );
  const standing = await standingChecks(parts, signals);
  const checks = mergedChecks([...looked.flatMap((each) => each.checks), ...standing]);
  const verdict = together([...looked.map((each) => each.verdict), ...beyond(asks)]);
  const evidence = looked.flatMap((each) => each.evidence);
  await record(parts, row.incidentId, check, {
    verdict: withChecks(verdict, checks),
    checks,
    evidence,
  });
}

async function record(
  parts: Parts,
  id: string,
  { clearedAt, attempt }: Check,
  { verdict: { verdict, finding }, checks, evidence }: Checked,
): Promise<void> {
  const questions = new Set(evidence.map((each) => each.draft.question));
  const signed = { at: parts.clock.now(), by: VERIFICATION };
  const recorded = await handle(
    parts,
    id,
    { type: 'RecordEvidence', ...signed, drafts: evidence.map((each) => each.draft) },
    new Map(evidence.map((each) => [each.draft.question, each.answer])),
  );
  const known = recorded.ok ? (recorded.value.incident?.evidence ?? []) : [];
  const ids = known.filter((each) => questions.has(each.question)).map((each) => each.id);
  await handle(parts, id, {
    type: 'RecordCheck',
    ...signed,
    verdict,
    finding,
    evidence: ids,
    checks,
    attempt,
    clearedAt,
  });
}

function beyond(asks: readonly Ask[]): readonly Verdict[] {
  if (asks.length <= MOST_EXPRESSIONS) return [];
  const finding = `More than ${MOST_EXPRESSIONS} expressions: not all of them were checked.`;
  return [{ verdict: 'inconclusive', finding }];
}

async function checkOne(parts: Parts, ask: Ask, check: Check): Promise<Checked> {
  const { metrics } = parts;
  if (metrics === null) return doubt(sourceUnavailable('Prometheus', NOT_CONFIGURED));
  const condition = await conditionOf(metrics, ask);
  if (!condition.ok) return doubt(condition.error.summary);
  try {
    const answers: VerificationAnswer[] = [];
    for (const each of verificationQuestions(condition.value, check.window)) {
      answers.push({ ...each, answer: await askAbout(parts, metrics, each.question, ask.alerts) });
    }
    const { window } = check;
    const verdict = judgeRecovery({
      condition: condition.value,
      alerts: ask.alerts,
      answers,
      window,
    });
    const scene = { ask, condition: condition.value, ...check };
    const beside =
      verdict.verdict === 'recovered' ? await surroundingChecks(parts, metrics, scene) : [];
    return {
      verdict,
      checks: [...judgedChecks(verdict), ...beside],
      evidence: answers.map((each) => drafted(metrics, ask, check, each, verdict)),
    };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return doubt(sourceUnavailable('Prometheus', error.message));
  }
}

function doubt(finding: string): Checked {
  const verdict = { verdict: 'inconclusive', finding } as const;
  return { verdict, checks: judgedChecks(verdict), evidence: [] };
}

function drafted(
  metrics: Metrics,
  ask: Ask,
  { clearedAt, attempt }: Check,
  { question, answer }: VerificationAnswer,
  { finding }: Verdict,
): DraftedEvidence {
  return draftEvidence({
    key: verificationKey(clearedAt, attempt, question.query),
    title: `Recovery of ${ask.alertname}, check ${attempt}`,
    question,
    answer,
    outcome: answer.series.length > 0 ? 'answered' : 'empty',
    summary: finding,
    link: metrics.link(question),
  });
}
