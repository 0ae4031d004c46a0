/** The window to a trace store. */
import type { Evidence } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';

export interface Span {
  /** 16 hex digits. */
  readonly id: string;
  /** null: the root, as far as the store has it. */
  readonly parentId: string | null;
  readonly service: string;
  readonly operation: string;
  readonly kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal' | 'unknown';
  /** Unix milliseconds, with fractions. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly failed: boolean;
  /** What it says about its failure; may be empty. */
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Trace {
  /** 32 hex digits. */
  readonly id: string;
  readonly spans: readonly Span[];
  /** True when the store gave only a part of it, or it was cut. */
  readonly partial: boolean;
}

export interface TraceQuestion {
  /** The service that the spans are of: anybody's text. */
  readonly service: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Traces in which a span of the service failed; or took at least `atLeastMs`; or any. */
  readonly which:
    | { readonly kind: 'failing' }
    | { readonly kind: 'slow'; readonly atLeastMs: number }
    | { readonly kind: 'any' };
  /** At most 200. */
  readonly limit: number;
}

export interface FoundTrace {
  /** 32 hex digits. */
  readonly id: string;
  readonly startedAt: Instant;
  /** Of the whole trace. */
  readonly durationMs: number;
}

export interface FoundTraces {
  /** Longest first; which ones are found is up to the store when there are more than the limit. */
  readonly traces: readonly FoundTrace[];
  readonly truncated: boolean;
}

/** Every method throws PortError, and answers or throws within its deadline. */
export interface Traces {
  /** Who answers, as evidence names it. */
  readonly source: Evidence['source'];
  search(question: TraceQuestion): Promise<FoundTraces>;
  /** `id`: up to 32 hex digits; null when the store does not have it. */
  trace(id: string): Promise<Trace | null>;
  /** The question in the store's own language, as it is asked. */
  queryOf(question: TraceQuestion): string;
}
