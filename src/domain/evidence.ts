/** Evidence is one question put to a data source with its answer, frozen and numbered E1, E2 … */
import type { Instant } from './instant.ts';

export type EvidenceId = `E${number}`;

/** What the incident remembers of a piece of evidence; the whole answer lies in the evidence store. */
export interface Evidence {
  readonly id: EvidenceId;
  /** Names the question, so that a job that runs twice does not record it twice. */
  readonly question: string;
  readonly source: 'prometheus' | 'loki' | 'tempo' | 'jaeger' | 'changes' | 'pagerduty' | 'person';
  readonly title: string;
  readonly query: string;
  readonly window: { readonly from: Instant; readonly to: Instant };
  readonly outcome: 'answered' | 'empty' | 'unavailable';
  /** One plain sentence: what the answer says, or why there is none. */
  readonly summary: string;
  /** A page where a person can ask the same question again; empty when there is none. */
  readonly link: string;
  /** Of the frozen answer's canonical JSON text. */
  readonly sha256: string;
}

/** A ranked candidate root cause with the evidence behind it, H1 the likeliest. */
export interface Hypothesis {
  readonly id: `H${number}`;
  readonly text: string;
  /** What it holds for the cause; absent where nobody said. */
  readonly service?: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: readonly EvidenceId[];
  /** What would show that it is wrong; absent where nobody said. */
  readonly refutedBy?: string;
}

/** What the last look of the diagnosis left open. */
export interface DiagnosisMark {
  /** Why no cause could be named; empty when one was. */
  readonly inconclusive: string;
  /** What is missing and why, a line each: sources that did not answer. */
  readonly holes: readonly string[];
  /** Whether looking again may fill a hole. */
  readonly mayPass: boolean;
  /** How often this round was looked at. */
  readonly looks: number;
}

/** The part of evidence that is known before it gets its number. */
export type EvidenceDraft = Omit<Evidence, 'id'>;
