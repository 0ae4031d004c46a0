/** Likeness tells which past incidents are worth showing: the same correlation, the same alert, the same cause. */

import { type CauseKey, fixIn } from './gate-keys.ts';
import { type Incident, isVendorClaim } from './incident.ts';
import type { PastIncident } from './marks.ts';

const MOST = 5;
/** Of two causes, this share of their words must be the same. */
const SAME_WORDS = 0.5;
const SHORTEST_WORD = 3;

/** The likest first, at most five; `past` is newest first. */
export function alikeOf(incident: Incident, past: readonly Incident[]): readonly PastIncident[] {
  const found = past.flatMap((each) => {
    const likeness = likenessOf(incident, each);
    return likeness === null ? [] : [remembered(each, likeness)];
  });
  const rank = (each: PastIncident) => ['key', 'cause', 'alert'].indexOf(each.likeness);
  return [...found].sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
}

function likenessOf(incident: Incident, past: Incident): PastIncident['likeness'] | null {
  if (past.correlationKey === incident.correlationKey) return 'key';
  if (haveSameCause(causeText(incident), causeText(past))) return 'cause';
  const ours = Object.keys(incident.signals).filter((key) => !isVendorClaim(key));
  return ours.some((key) => Object.hasOwn(past.signals, key)) ? 'alert' : null;
}

function remembered(past: Incident, likeness: PastIncident['likeness']): PastIncident {
  const { phase } = past;
  const isClosed = phase.status === 'resolved' || phase.status === 'postmortem';
  const fix = isClosed ? (fixIn(phase.closing)?.text ?? null) : null;
  return {
    id: past.id,
    title: past.title,
    likeness,
    resolvedAt: past.timeline.resolved_at,
    cause: causeText(past),
    fix,
  };
}

function causeText({ phase }: Incident): string | null {
  const cause = causeKey(phase);
  return cause?.how === 'named' ? cause.text : null;
}

function causeKey(phase: Incident['phase']): CauseKey | null {
  if (phase.status === 'recovering') return phase.cause;
  return phase.status === 'resolved' || phase.status === 'postmortem' ? phase.closing.cause : null;
}

function haveSameCause(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false;
  const [ours, theirs] = [wordsOf(a), wordsOf(b)];
  const shared = [...ours].filter((word) => theirs.has(word)).length;
  const all = new Set([...ours, ...theirs]).size;
  return all > 0 && shared / all >= SAME_WORDS;
}

function wordsOf(text: string): ReadonlySet<string> {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => word.length >= SHORTEST_WORD));
}
