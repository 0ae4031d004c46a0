/** The front is what the HTTP room needs from the house. */
import type { Parts } from '../service/parts.ts';

export interface Exposition {
  readonly contentType: string;
  readonly body: string;
}

export interface Readiness {
  readonly ready: boolean;
  /** By component: `ok`, or what is wrong. */
  readonly components: Readonly<Record<string, string>>;
}

export interface Reloaded {
  readonly applied: boolean;
  /** Diagnostics as text, warnings too. */
  readonly text: string;
}

export interface Front {
  readonly parts: Parts;
  /** Empty where none is configured. */
  readonly apiToken: string;
  readonly alertmanagerToken: string;
  /** Opens the door for changes only, and signs what GitHub sends; empty where none is configured. */
  readonly changesToken: string;
  readonly pagerdutySecrets: readonly string[];
  /** What Prometheus scrapes, in the format that it accepts. */
  readonly exposition: (accept: string | undefined) => Promise<Exposition>;
  readonly readiness: () => Promise<Readiness>;
  readonly reload: () => Promise<Reloaded>;
}
