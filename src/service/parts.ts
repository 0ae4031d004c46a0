/** The parts are everything the service works with, each behind its port; the house puts them together once. */
import type { QueryPack } from '../diagnosis/query-pack.ts';
import type { Edge } from '../diagnosis/topology.ts';
import type { Policy } from '../domain/policy.ts';
import type { Language } from '../domain/say-hints.ts';
import type { Severity } from '../domain/severity.ts';
import type { AlertLedger } from '../ports/alert-ledger.ts';
import type { AlertSource } from '../ports/alert-source.ts';
import type { Changes } from '../ports/changes.ts';
import type { Chat } from '../ports/chat.ts';
import type { Clock } from '../ports/clock.ts';
import type { DutyBoard } from '../ports/duty-board.ts';
import type { Exemplars } from '../ports/exemplars.ts';
import type { Fallback } from '../ports/fallback.ts';
import type { IncidentStore } from '../ports/incident-store.ts';
import type { Log } from '../ports/log.ts';
import type { Logs } from '../ports/logs.ts';
import type { Meter } from '../ports/meter.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { Notes, Pager } from '../ports/pager.ts';
import type { Playbook } from '../ports/playbook.ts';
import type { Shelf } from '../ports/shelf.ts';
import type { StakeholderHook } from '../ports/stakeholder-hook.ts';
import type { StatusBoard } from '../ports/status-board.ts';
import type { Traces } from '../ports/traces.ts';
import type { Turns } from '../ports/turns.ts';
import type { Yard } from '../ports/yard.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import type { LearnedLabels } from './learned-labels.ts';
import type { Probe } from './probe.ts';

interface Responder {
  readonly kind: 'user' | 'escalation_policy';
  readonly id: string;
}

/** What a reload may change; one evaluation sees one of these, never a mixture. */
export interface Settings {
  readonly policy: Policy;
  readonly rules: RuleBook;
  readonly projectName: string;
  /** Whose it is and which environment, as reports name it: `Hoa Sen`, `production`. */
  readonly belongsTo: readonly string[];
  /** The workflow that is followed, as it was checked. */
  readonly playbook: Playbook;
  /** In which people are spoken to. */
  readonly language: Language;
  /** Seconds before the alert's start that the diagnosis looks at. */
  readonly lookback: number;
  /** Labels that no series has, because Prometheus adds them on its way out. */
  readonly ignoreLabels: readonly string[];
  /** For each label of an alert, the stream labels that may hold the same; null: the usual ones. */
  readonly logLabels: Readonly<Record<string, readonly string[]>> | null;
  readonly packs: readonly QueryPack[];
  /** Who calls whom, as somebody wrote it down. */
  readonly writtenCalls: readonly Edge[];
  /** Asked to join what pages everybody, and what was escalated. */
  readonly architects: readonly Responder[];
  /** Instead of them, where a severity has its own; an empty list is nobody. */
  readonly architectsOf: Readonly<Partial<Record<Severity, readonly Responder[]>>>;
  /** Whether an incident born in PagerDuty opens one here. */
  readonly adopt: boolean;
  /** Alertmanager's name of the receiver that posts here; null: learned from what it delivers. */
  readonly alertReceiver: string | null;
  /** PagerDuty's name of the priority that a SEV1 gets. */
  readonly sev1Priority: string;
}

export interface Parts {
  readonly store: IncidentStore;
  readonly outbox: Outbox;
  readonly ledger: AlertLedger;
  /** Who of several instances does what only one may do. */
  readonly turns: Turns;
  readonly changes: Changes;
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
  /** null: there is no incident channel to speak in. */
  readonly chat: Chat | null;
  /** null: no PagerDuty API token, or status updates are not wanted. */
  readonly statusBoard: StatusBoard | null;
  /** null: no other system hears what stakeholders hear. */
  readonly stakeholderHook: StakeholderHook | null;
  /** null: no Alertmanager is configured to be asked. */
  readonly alertSource: AlertSource | null;
  /** Asked through the probe; null: no metric source is configured. */
  readonly metrics: Metrics | null;
  readonly probe: Probe;
  readonly learned: LearnedLabels;
  /** null: no metric source is configured. */
  readonly exemplars: Exemplars | null;
  /** null: no log store is configured. */
  readonly logs: Logs | null;
  /** null: no trace store is configured. */
  readonly traces: Traces | null;
  readonly yard: Yard;
  readonly shelf: Shelf;
  readonly log: Log;
  readonly meter: Meter;
  /** Something was committed for these incidents: do what is due now, without waiting for it. */
  readonly wake: (incidentIds: readonly string[]) => void;
}
