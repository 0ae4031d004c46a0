/** Runs the diagnosis of an incident on alerts that have none: the same looks, and nothing is kept. */
import { systemClock } from '../adapters/system-clock.ts';
import type { Labels } from '../diagnosis/alert-series.ts';
import type { DraftedEvidence } from '../diagnosis/evidence-draft.ts';
import { signalsToAsk } from '../diagnosis/signals-to-ask.ts';
import { earlier, type Instant, later } from '../domain/instant.ts';
import type { Signal } from '../domain/signal.ts';
import { type DiagnoseParts, type Diagnosis, diagnose } from '../service/diagnose.ts';
import { createLearnedLabels } from '../service/learned-labels.ts';
import { lookAtAlert } from '../service/look-at-alert.ts';
import { lookPlan } from '../service/looks.ts';
import type { Settings } from '../service/parts.ts';
import { behindProbe, createProbe } from '../service/probe.ts';
import { subjectsBy } from '../service/subjects.ts';
import { progress } from './diagnose-progress.ts';
import type { Sources } from './diagnose-sources.ts';

export interface Diagnosed {
  readonly title: string;
  readonly startedAt: Instant;
  readonly to: Instant;
  /** What each alert rule measures itself. */
  readonly own: readonly DraftedEvidence[];
  readonly found: Diagnosis;
  /** Whether any source answered anything. */
  readonly wasAnswered: boolean;
}

/** Never throws PortError. `signals`: at least one. */
export async function diagnoseAlerts(
  settings: Settings,
  sources: Sources,
  signals: readonly Signal[],
): Promise<Diagnosed> {
  const parts = partsOf(settings, sources);
  const { startedAt, to } = spanOf(signals, parts.clock.now());
  const firing = signals.filter(({ status }) => status === 'firing');
  const about = firing.length > 0 ? firing : signals;
  const alerts: readonly Labels[] = about.map(({ labels }) => labels);
  const subjects = subjectsBy(settings.rules, signals);
  const plan = lookPlan({ payload: {} }, to);
  const look = { key: plan.key, subjects, alerts, startedAt, to, lookback: settings.lookback };
  const done = progress(sources);
  const [own, found] = await Promise.all([
    Promise.all(signalsToAsk(signals).map((ask) => lookAtAlert(parts, ask, startedAt, plan))),
    diagnose(parts, look),
  ]);
  done();
  const evidence = [...own, ...found.evidence].map(({ draft }) => draft);
  const wasAnswered = evidence.some(({ outcome }) => outcome !== 'unavailable');
  return { title: titleOf(about), startedAt, to, own, found, wasAnswered };
}

/** Nobody told of changes here; those that show in metrics are found all the same. */
const NO_BOOK: DiagnoseParts['changes'] = {
  record: async () => false,
  between: async () => [],
};

function partsOf(settings: Settings, { metrics, logs, traces }: Sources): DiagnoseParts {
  const probe = createProbe(systemClock);
  return {
    metrics: metrics === null ? null : behindProbe(metrics, probe),
    exemplars: metrics,
    logs,
    traces,
    probe,
    changes: NO_BOOK,
    board: null,
    clock: systemClock,
    learned: createLearnedLabels(systemClock),
    meter: { evidenceQuery: () => {} },
    settings: () => settings,
  };
}

/** From the first start to now; of what is over already, to its end. */
function spanOf(signals: readonly Signal[], now: Instant): { startedAt: Instant; to: Instant } {
  const starts = signals.flatMap(({ startsAt }) => startsAt ?? []);
  const ends = signals.map(({ status, endsAt }) => (status === 'firing' ? now : (endsAt ?? now)));
  const to = earlier(ends.reduce(later), now);
  return { startedAt: earlier(starts.length === 0 ? to : starts.reduce(earlier), to), to };
}

function titleOf(signals: readonly Signal[]): string {
  const names = [...new Set(signals.map(({ name }) => name))];
  const more = names.length > 1 ? ` and ${names.length - 1} more` : '';
  return `${names[0] ?? ''}${more}`;
}
