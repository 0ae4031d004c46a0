/** The front is what the HTTP room needs from the house. */
import type { Parts } from '../service/parts.ts';

/** Counts what happens at the door. */
export interface Meter {
  exposition(accept: string | undefined): Promise<{ contentType: string; body: string }>;
  webhookRequest(source: string, code: number, seconds: number, bytes: number): void;
  webhookRejected(source: string, reason: string): void;
  alertsReceived(source: string, status: 'firing' | 'resolved', count: number): void;
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
  readonly pagerdutySecrets: readonly string[];
  readonly meter: Meter;
  readonly readiness: () => Promise<Readiness>;
  readonly reload: () => Promise<Reloaded>;
}
