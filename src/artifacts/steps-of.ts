/** Which step of the workflow each event belongs to: the one that was on when it happened. */
import { evolve } from '../domain/evolve.ts';
import { foldPhase } from '../domain/evolve-phase.ts';
import { type Incident, stepOf } from '../domain/incident.ts';
import type { StepNumber } from '../domain/marks.ts';
import type { Entry } from './fact.ts';

export interface StepPart {
  readonly step: StepNumber;
  /** 1, and one more each time the incident was reopened. */
  readonly round: number;
  readonly entries: readonly Entry[];
}

/** In order; the event that ends a step is its last one. */
export function stepParts(entries: readonly Entry[]): readonly StepPart[] {
  const parts: { step: StepNumber; round: number; entries: Entry[] }[] = [];
  let incident: Incident | null = null;
  for (const entry of entries) {
    const step = incident === null ? 1 : (stepOf(incident.phase.status) ?? 4);
    const round = (incident?.reopened ?? 0) + 1;
    const last = parts.at(-1);
    if (last?.step === step && last.round === round) last.entries.push(entry);
    else parts.push({ step, round, entries: [entry] });
    // Only the phase is followed: folding every alert of a long incident anew takes seconds.
    incident = incident === null ? evolve(null, entry.event) : foldPhase(incident, entry.event);
  }
  return parts;
}
