/** The stakeholder hook tells another system of the organisation what stakeholders hear. */
import type { Status } from '../domain/incident.ts';
import type { Instant } from '../domain/instant.ts';
import type { Severity } from '../domain/severity.ts';

export interface StakeholderMessage {
  /** The same message sent twice has the same key; at most 256 characters. */
  readonly key: string;
  /** What happened: `opened`, `update`, `resolved`, `reopened`, `postmortem` … */
  readonly event: string;
  readonly incident: {
    readonly id: string;
    readonly title: string;
    readonly severity: Severity;
    readonly status: Status;
    readonly services: readonly string[];
    readonly commander: string | null;
    readonly startedAt: Instant;
  };
  readonly text: string;
  readonly at: Instant;
}

/** Throws PortError, and answers or throws within its deadline. */
export interface StakeholderHook {
  tell(message: StakeholderMessage): Promise<void>;
}
