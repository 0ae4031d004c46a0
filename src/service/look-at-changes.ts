/** Looks at what was changed shortly before: what CI and people told, here or to PagerDuty, and what the metrics show. */
import { changeEvidence } from '../diagnosis/change-evidence.ts';
import { freshest } from '../diagnosis/told-and-seen.ts';
import { alertWindow } from '../diagnosis/window.ts';
import type { Change } from '../domain/change.ts';
import { earlier, type Instant, plusSeconds } from '../domain/instant.ts';
import type { Changes } from '../ports/changes.ts';
import { askRollouts } from './ask-rollouts.ts';
import type { Look, Looked } from './look.ts';
import type { Parts } from './parts.ts';
import { isTold, vendorChanges } from './vendor-changes.ts';

/** Seconds before the alert in which a change counts. */
const BEFORE = 2 * 3600;
const MOST_TOLD = 100;
/** What came after the alert can hardly be its cause. */
const MOST_TOLD_SINCE = 20;

export interface LookedChanges extends Looked {
  readonly changes: readonly Change[];
}

/** `services`: the one that alerts, and those that it calls. Never throws PortError. */
export async function lookAtChanges(
  parts: Pick<Parts, 'changes' | 'metrics' | 'learned' | 'settings' | 'board' | 'probe'>,
  look: Look,
  services: readonly string[],
): Promise<LookedChanges> {
  const from = plusSeconds(look.startedAt, -BEFORE);
  const span = { from, to: look.to };
  const [book, vendor, seen] = await Promise.all([
    toldOf(parts.changes, { ...span, services, startedAt: look.startedAt }),
    vendorChanges(parts, span, services),
    seenOf(parts, look),
  ]);
  const told = [...book, ...vendor.changes.filter((change) => !isTold(book, change))];
  const changes = freshest(told, seen.changes, look.startedAt);
  const isLooked = told.length > 0 || seen.wasAsked;
  const evidence = isLooked
    ? [changeEvidence(look.key, changes, span, { at: look.startedAt, services })]
    : [];
  return { changes, evidence, holes: [...seen.holes, ...vendor.holes] };
}

interface Asked {
  readonly from: Instant;
  readonly to: Instant;
  readonly services: readonly string[];
  readonly startedAt: Instant;
}

/** The book gives the latest first, so a long incident's own changes must not take the room of those that led to it. */
async function toldOf(
  changes: Changes,
  { from, to, services, startedAt }: Asked,
): Promise<readonly Change[]> {
  const start = earlier(startedAt, to);
  const [before, since] = await Promise.all([
    changes.between({ from, to: start, services, limit: MOST_TOLD }),
    changes.between({ from: start, to, services, limit: MOST_TOLD_SINCE }),
  ]);
  const isKnown = (change: Change) =>
    before.some(({ source, key }) => source === change.source && key === change.key);
  return [...before, ...since.filter((change) => !isKnown(change))];
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
