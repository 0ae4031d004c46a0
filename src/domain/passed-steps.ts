/** Passed steps: which steps of the workflow an incident has been through, and when each one's gate opened. */
import type { Closing, TriageKey } from './gate-keys.ts';
import type { Incident } from './incident.ts';
import type { Instant } from './instant.ts';
import type { StepNumber } from './marks.ts';

export interface PassedStep {
  readonly step: StepNumber;
  readonly at: Instant;
}

/** In order. What recovered by itself has passed only the steps that it was in: the others were not needed. */
export function passedSteps({ phase }: Incident): readonly PassedStep[] {
  switch (phase.status) {
    case 'triage':
      return [];
    case 'diagnosing':
      return triaged(phase.triage);
    case 'recovering':
      return [...triaged(phase.triage), { step: 2, at: phase.cause.at }];
    case 'resolved':
      return closed(phase.triage, phase.closing);
    case 'postmortem':
      return [...closed(phase.triage, phase.closing), { step: 4, at: phase.closedAt }];
  }
}

function triaged(triage: TriageKey | null): readonly PassedStep[] {
  return triage === null ? [] : [{ step: 1, at: triage.at }];
}

/** A root cause that is named later was found in the postmortem: nobody was in the steps that it opens. */
function closed(triage: TriageKey | null, { cause, at }: Closing): readonly PassedStep[] {
  if (triage === null || cause === null || cause.at > at) return triaged(triage);
  return [...triaged(triage), { step: 2, at: cause.at }, { step: 3, at }];
}
