/** The window from a metric to single traces behind it. */
import type { Instant } from '../domain/instant.ts';

export interface Exemplar {
  /** Of the series that it was measured for. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of the trace: 32 lower-case hex digits. */
  readonly traceId: string;
  readonly at: Instant;
  readonly value: number;
}

/** Throws PortError, and answers or throws within its deadline. */
export interface Exemplars {
  /** Those of every series that the expression reads in the window; empty where the source keeps none. */
  exemplars(expression: string, from: Instant, to: Instant): Promise<readonly Exemplar[]>;
}
