/** The window to a log store. */
import type { Instant } from '../domain/instant.ts';

/** Streams whose labels have exactly these values; at least one pair. Names are those of the store, values are anybody's text. */
export type LogSelector = Readonly<Record<string, string>>;

export type LogLevel = 'critical' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'unknown';

export interface LogQuestion {
  readonly selector: LogSelector;
  /** Included. */
  readonly from: Instant;
  /** Not included. */
  readonly to: Instant;
}

export interface VolumeQuestion extends LogQuestion {
  /** Whole seconds, at least 1. */
  readonly step: number;
}

export interface LinesQuestion extends LogQuestion {
  /** Only lines of these levels, where the store knows the level. Default: all lines. */
  readonly levels?: readonly LogLevel[];
  /** Only lines that hold every one of these texts, as they are. Default: all lines. */
  readonly holding?: readonly string[];
  /** Which ones are kept when there are more than `limit`, and the order of the answer. */
  readonly order: 'oldest-first' | 'newest-first';
  /** At most 5000. */
  readonly limit: number;
}

export interface LogVolume {
  /** One per level, each with the unix second at which a step ends and the lines counted in it; empty steps are absent. */
  readonly levels: readonly {
    readonly level: LogLevel;
    readonly points: readonly (readonly [number, number])[];
  }[];
  readonly truncated: boolean;
}

export interface LogLine {
  readonly at: Instant;
  readonly level: LogLevel;
  readonly labels: Readonly<Record<string, string>>;
  /** As it was written. */
  readonly text: string;
}

export interface LogLines {
  readonly lines: readonly LogLine[];
  /** True when there may be more than were given. */
  readonly truncated: boolean;
}

/** A kind of line that the store found by itself; `<_>` stands for what differs. */
export interface LogPattern {
  readonly text: string;
  /** Unix seconds and how many lines, in time order. */
  readonly points: readonly (readonly [number, number])[];
}

/** Every method throws PortError, and answers or throws within its deadline. */
export interface Logs {
  /** Names of the labels that streams have in the window. */
  labels(window: Pick<LogQuestion, 'from' | 'to'>): Promise<readonly string[]>;
  volume(question: VolumeQuestion): Promise<LogVolume>;
  /** null: this store finds none by itself. Rare lines may have none. */
  patterns(question: VolumeQuestion): Promise<readonly LogPattern[] | null>;
  lines(question: LinesQuestion): Promise<LogLines>;
  /** The question in the store's own language, as it is asked. */
  queryOf(question: LinesQuestion): string;
}
