/** The parts are everything the service works with, each behind its port; the house puts them together once. */
import type { Policy } from '../domain/policy.ts';
import type { AlertSource } from '../ports/alert-source.ts';
import type { Clock } from '../ports/clock.ts';
import type { DutyBoard } from '../ports/duty-board.ts';
import type { Fallback } from '../ports/fallback.ts';
import type { IncidentStore } from '../ports/incident-store.ts';
import type { Log } from '../ports/log.ts';
import type { Meter } from '../ports/meter.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { Notes, Pager } from '../ports/pager.ts';
import type { Shelf } from '../ports/shelf.ts';
import type { Yard } from '../ports/yard.ts';
import type { RuleBook } from '../rules/rule-book.ts';

/** What a reload may change; one evaluation sees one of these, never a mixture. */
export interface Settings {
  readonly policy: Policy;
  readonly rules: RuleBook;
  readonly projectName: string;
  /** Seconds before the alert's start that the diagnosis looks at. */
  readonly lookback: number;
  /** Asked to join what pages everybody. */
  readonly architects: readonly {
    readonly kind: 'user' | 'escalation_policy';
    readonly id: string;
  }[];
  /** Whether an incident born in PagerDuty opens one here. */
  readonly adopt: boolean;
  /** PagerDuty's name of the priority that a SEV1 gets. */
  readonly sev1Priority: string;
}

export interface Parts {
  readonly store: IncidentStore;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** A new id that no other installation has. */
  readonly uid: () => string;
  readonly settings: () => Settings;
  readonly pager: Pager;
  /** null: no PagerDuty API token, so notes can be heard but not answered. */
  readonly notes: Notes | null;
  /** null: no PagerDuty API token. */
  readonly board: DutyBoard | null;
  /** Whether PagerDuty's webhooks can be believed, so that silence means something. */
  readonly hearsPagerduty: boolean;
  /** null: nobody is called when the pager fails. */
  readonly fallback: Fallback | null;
  /** null: no Alertmanager is configured to be asked. */
  readonly alertSource: AlertSource | null;
  /** null: no metric source is configured. */
  readonly metrics: Metrics | null;
  readonly yard: Yard;
  readonly shelf: Shelf;
  readonly log: Log;
  readonly meter: Meter;
  /** Something was committed for these incidents: do what is due now, without waiting for it. */
  readonly wake: (incidentIds: readonly string[]) => void;
}
