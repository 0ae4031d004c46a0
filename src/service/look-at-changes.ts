/** Looks at what was changed shortly before: what CI and people told, and what the metrics show of rollouts and restarts. */
import { changeEvidence } from '../diagnosis/change-evidence.ts';
import { freshest } from '../diagnosis/told-and-seen.ts';
import { alertWindow } from '../diagnosis/window.ts';
import type { Change } from '../domain/change.ts';
import { plusSeconds } from '../domain/instant.ts';
import { askRollouts } from './ask-rollouts.ts';
import type { Look, Looked } from './look.ts';
import type { Parts } from './parts.ts';

/** Seconds before the alert in which a change counts. */
const BEFORE = 2 * 3600;
const MOST_TOLD = 100;

/** `services`: the one that alerts, and those that it calls. Never throws PortError. */
export async function lookAtChanges(
  parts: Pick<Parts, 'changes' | 'metrics' | 'learned' | 'settings'>,
  look: Look,
  services: readonly string[],
): Promise<Looked & { readonly changes: readonly Change[] }> {
  const from = plusSeconds(look.startedAt, -BEFORE);
  const span = { from, to: look.to };
  const [told, seen] = await Promise.all([
    parts.changes.between({ ...span, services, limit: MOST_TOLD }),
    seenOf(parts, look),
  ]);
  const changes = freshest(told, seen.changes, look.startedAt);
  const isLooked = told.length > 0 || seen.wasAsked;
  const evidence = isLooked
    ? [changeEvidence(look.key, changes, span, { at: look.startedAt, services })]
    : [];
  return { changes, evidence, holes: seen.holes };
}

async function seenOf(
  { metrics, learned, settings }: Pick<Parts, 'metrics' | 'learned' | 'settings'>,
  { subjects: [subject], startedAt, to }: Look,
) {
  if (metrics === null || subject === undefined) return { changes: [], holes: [], wasAsked: false };
  const { ignoreLabels } = settings();
  const window = alertWindow({ startsAt: startedAt, to, lookback: BEFORE });
  const asked = await askRollouts(metrics, learned, subject, window, ignoreLabels);
  const { changes, holes, answers } = asked;
  return { changes, holes, wasAsked: answers.length > 0 };
}
