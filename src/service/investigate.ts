/** Investigate looks at what an incident's alerts measure, and at everything else that may explain them, and records it. */
import { signalsToAsk } from '../diagnosis/signals-to-ask.ts';
import type { Incident } from '../domain/incident.ts';
import type { Signal } from '../domain/signal.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { type Diagnosis, diagnose } from './diagnose.ts';
import type { Look } from './look.ts';
import { lookAtAlert } from './look-at-alert.ts';
import { type LookPlan, lookPlan } from './looks.ts';
import type { Parts } from './parts.ts';
import { recordDiagnosis, recordEvidence } from './record-diagnosis.ts';
import { subjectsBy } from './subjects.ts';

/** Signals beyond this many add no new expression worth reading. */
const MOST_SIGNALS = 1000;

export async function investigate(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  if (loaded === null) return;
  const { incident } = loaded;
  const signals = await parts.store.signals(row.incidentId, MOST_SIGNALS);
  const plan = lookPlan(row, parts.clock.now());
  // At once, because a source that is slow could otherwise take its time twice.
  const [found] = await Promise.all([
    diagnosisOf(parts, incident, signals, plan),
    recordOwn(parts, incident, signals, plan),
  ]);
  if (found !== null) await recordDiagnosis(parts, incident.id, plan, found);
}

/** What the alerts measure themselves is there as soon as it is known; the rest may take most of a minute. */
async function recordOwn(
  parts: Parts,
  { id, startedAt }: Incident,
  signals: readonly Signal[],
  plan: LookPlan,
): Promise<void> {
  const asks = signalsToAsk(signals);
  const own = await Promise.all(asks.map((ask) => lookAtAlert(parts, ask, startedAt, plan)));
  await recordEvidence(parts, id, plan, own);
}

/** null: there is nothing to look at, or nowhere. */
async function diagnosisOf(
  parts: Parts,
  incident: Incident,
  signals: readonly Signal[],
  plan: LookPlan,
): Promise<Diagnosis | null> {
  if (plan.kind === 'retrospect' || signals.length === 0 || !hasSources(parts)) return null;
  return diagnose(parts, lookOf(parts, incident, signals, plan));
}

function hasSources({ metrics, logs, traces }: Parts): boolean {
  return metrics !== null || logs !== null || traces !== null;
}

function lookOf(
  parts: Parts,
  { startedAt }: Incident,
  signals: readonly Signal[],
  { key, to, reach }: LookPlan,
): Look {
  const { rules, lookback } = parts.settings();
  const alerts = signals.filter(({ status }) => status === 'firing');
  const subjects = subjectsBy(rules, signals);
  const about = alerts.length > 0 ? alerts : signals;
  return {
    key,
    subjects,
    alerts: about.map(({ labels }) => labels),
    startedAt,
    to,
    lookback: lookback * reach,
  };
}
