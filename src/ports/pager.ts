/** The pager rings people's phones. */
import type { Instant } from '../domain/instant.ts';
import type { Severity } from '../domain/severity.ts';

export interface Page {
  /** At most 255 characters; one per incident and generation. */
  readonly dedupKey: string;
  readonly incidentId: string;
  readonly summary: string;
  /** What is affected, as the receiver reads it: a service, an instance. */
  readonly source: string;
  readonly severity: Severity;
  readonly startedAt: Instant;
  readonly details: Readonly<Record<string, string>>;
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

/** Every method throws PortError, and answers or throws within its deadline. */
export interface Pager {
  /** `pagerduty`, or `log` where no routing key is configured. */
  readonly via: string;
  trigger(page: Page): Promise<void>;
  resolve(dedupKey: string): Promise<void>;
}

/** Begins every note that we write ourselves, so that we know it again when it comes back. */
export const OWN_NOTE = '[tocsin]';

export function isOwnNote(text: string): boolean {
  return text.trimStart().startsWith(OWN_NOTE);
}

/** The notes of an incident in the pager's own app: the console on the engineer's phone. */
export interface Notes {
  /** Writes a note on the vendor's incident, with OWN_NOTE in front; returns the note's id. */
  write(vendorIncidentId: string, text: string): Promise<string>;
  /** Whether this note stands on the vendor's incident already, written since then. */
  isWritten(vendorIncidentId: string, text: string, since: Instant): Promise<boolean>;
  /** The full text of one note; null when it is gone. */
  read(vendorIncidentId: string, noteId: string): Promise<string | null>;
  /** Dedup keys (alert keys) of the alerts on a vendor incident, for joining it with ours. */
  dedupKeys(vendorIncidentId: string): Promise<readonly string[]>;
}
