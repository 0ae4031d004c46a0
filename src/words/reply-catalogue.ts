/** A reply catalogue holds what Tocsin answers to people who steer an incident, in one language. */
import type { Says } from './catalogue.ts';

export interface ReplyCatalogue {
  readonly nothingToChange: string;
  readonly notYet: string;
  readonly stillNeeded: string;
  /** The next gate asks nothing more. */
  readonly gateOpen: string;
  readonly notUnderstood: string;
  readonly opened: Says<'id' | 'title'>;
  /** To a note on what is none of ours. */
  readonly stray: string;
  readonly standing: Says<'id' | 'severity' | 'sure' | 'status'>;
  readonly firing: Says<'count'>;
  readonly nothingFires: string;
  readonly hypothesis: Says<'id' | 'percent' | 'text'>;
  readonly noHypotheses: string;

  readonly stepDone: Says<'step' | 'title' | 'at'>;
  readonly stepSkipped: Says<'step' | 'title'>;
  readonly allDone: string;
  readonly writtenIn: Says<'path'>;
  readonly reportIn: Says<'path'>;
  readonly ask: string;
  readonly evidence: string;
  readonly noEvidence: string;

  /** What a sentence did. */
  readonly did: {
    readonly severity: Says<'severity'>;
    readonly command: Says<'commander'>;
    readonly impact: Says<'impact'>;
    readonly services: Says<'services'>;
    readonly triaged: string;
    readonly cause: Says<'text' | 'evidence'>;
    readonly fix: Says<'text' | 'rollback'>;
    readonly vouched: Says<'text'>;
    readonly override: Says<'need' | 'reason'>;
    readonly resolved: Says<'how'>;
    readonly closed: string;
    readonly told: string;
    readonly toldUntil: Says<'at'>;
    readonly action: Says<'id' | 'text'>;
    readonly actionDone: Says<'id'>;
    readonly actionProving: Says<'id' | 'days'>;
    readonly prevention: Says<'text'>;
    readonly noted: string;
    readonly escalated: Says<'reason'>;
    readonly usersCalm: string;
    readonly usersTell: Says<'text'>;
    readonly why: Says<'count' | 'asked'>;
    readonly deeper: string;
  };
  /** What of the incident is behind a need. */
  readonly because: {
    readonly proposed: Says<'severity' | 'rule'>;
    readonly hasEvidence: Says<'ids'>;
    readonly hasNoEvidence: string;
    readonly firing: Says<'count'>;
    readonly finding: Says<'finding'>;
    readonly usersTell: Says<'text'>;
    readonly whys: Says<'count' | 'asked'>;
    readonly commander: Says<'commander'>;
  };
}
