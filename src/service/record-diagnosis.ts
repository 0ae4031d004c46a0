/** Records what a look found: evidence with its numbers first, then the hypotheses that name them. */
import type { FrozenEvidence } from '../diagnosis/frozen-evidence.ts';
import { system } from '../domain/actor.ts';
import type { Evidence, EvidenceDraft, EvidenceId, Hypothesis } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import type { Diagnosis } from './diagnose.ts';
import { handle } from './handle.ts';
import type { LookPlan } from './looks.ts';
import type { DraftHypothesis } from './name-causes.ts';
import type { Parts } from './parts.ts';

const DIAGNOSIS = system('diagnosis');

/** The incident afterwards; null when it is not there. */
export async function recordEvidence(
  parts: Parts,
  id: string,
  plan: LookPlan,
  found: readonly FrozenEvidence[],
): Promise<Incident | null> {
  const loaded = await parts.store.load(id);
  if (loaded === null) return null;
  const news = found.filter(({ draft }) => !isKnown(loaded.incident, plan, draft));
  if (news.length === 0) return loaded.incident;
  const drafts = news.map(({ draft }) => ({ ...draft, title: draft.title + plan.mark }));
  const answers = new Map(news.map(({ draft, answer }) => [draft.question, answer]));
  const at = parts.clock.now();
  const recorded = await handle(
    parts,
    id,
    { type: 'RecordEvidence', at, by: DIAGNOSIS, drafts },
    answers,
  );
  return recorded.ok ? recorded.value.incident : loaded.incident;
}

export async function recordDiagnosis(
  parts: Parts,
  id: string,
  plan: LookPlan,
  found: Diagnosis,
): Promise<void> {
  const incident = await recordEvidence(parts, id, plan, found.evidence);
  if (incident === null) return;
  await handle(parts, id, {
    type: 'RankHypotheses',
    at: parts.clock.now(),
    by: DIAGNOSIS,
    hypotheses: found.hypotheses.map((draft, index) =>
      numbered(draft, index, incident.evidence, plan),
    ),
    inconclusive: found.inconclusive,
    holes: found.holes.map(({ text }) => text),
    mayPass: found.holes.some((hole) => hole.mayPass),
  });
}

/** A look again asks everything, but what has its answer stays as it was, and that there is none is said once. */
function isKnown(
  { evidence }: Incident,
  plan: LookPlan,
  { question, outcome }: EvidenceDraft,
): boolean {
  if (plan.kind !== 'again') return false;
  const base = question.slice(plan.key.length);
  return evidence.some(
    (each) =>
      isSame(each, plan, base) && (each.outcome !== 'unavailable' || outcome === 'unavailable'),
  );
}

function numbered(
  { service, text, confidence, questions, refutedBy }: DraftHypothesis,
  index: number,
  evidence: readonly Evidence[],
  plan: LookPlan,
): Hypothesis {
  const ids = questions.flatMap((question) => {
    const base = question.slice(plan.key.length);
    const own = evidence.findLast((each) => each.question === question);
    return own?.id ?? evidence.findLast((each) => isSame(each, plan, base))?.id ?? [];
  });
  const named: readonly EvidenceId[] = [...new Set(ids)];
  return { id: `H${index + 1}`, service, text, confidence, evidence: named, refutedBy };
}

/** The same question of this round, in whichever look it was asked. */
function isSame({ question }: Evidence, { round }: LookPlan, base: string): boolean {
  if (!question.startsWith(round)) return false;
  return question.slice(round.length).replace(/^(?:again|wider):\d+:/, '') === base;
}
