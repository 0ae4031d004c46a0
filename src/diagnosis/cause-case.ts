/** A cause case is everything that is known when somebody asks which service caused the trouble of another. */

/** Unix seconds and a value; null, NaN and infinities are gaps. In any order, with any holes. */
export type Points = readonly (readonly [number, number | null])[];

/** `traffic` is bad only as the target, when it falls; it says how much the other kinds weigh, and who is overloaded. */
export type MetricKind = 'latency' | 'errors' | 'traffic' | 'saturation';

export interface ServiceMetric {
  readonly service: string;
  /** `latency`, `availability`: unique within its service. */
  readonly name: string;
  readonly kind: MetricKind;
  readonly bad: 'up' | 'down';
  /**
   * Errors: `percent` or `share` of the requests, or `per-second`. Traffic: `per-second`, or `count` for requests per
   * point. Anything else: any unit, but the same for every service.
   */
  readonly unit: 'percent' | 'share' | 'per-second' | 'count' | 'other';
  /** Of several metrics of one kind, the one with the least counts; last unless told, then the first by name. */
  readonly rank?: number;
  /** True when the series is a counter as it is scraped, with resets; false when not told. */
  readonly cumulative?: boolean;
  /** What is usual: before the trouble, perhaps with a day and a week before. */
  readonly normal: Points;
  /** The time of the trouble, with what led to it when it is at hand. */
  readonly incident: Points;
  /** Opaque keys of the evidence that holds the series; they come back with the cause. */
  readonly evidence?: readonly string[];
}

export interface Call {
  readonly caller: string;
  readonly callee: string;
}

/** Something that somebody or something changed: a deploy, a flag, a rollout. */
export interface Change {
  readonly service: string;
  /** Unix seconds. */
  readonly at: number;
  /** One line for people. */
  readonly title: string;
  readonly evidence?: readonly string[];
}

export interface CauseCase {
  readonly calls: readonly Call[];
  /** What the alert is about. */
  readonly target: { readonly service: string; readonly metric: string };
  readonly metrics: readonly ServiceMetric[];
  readonly changes: readonly Change[];
  /** Unix seconds: when the trouble was noticed. */
  readonly at: number;
}
