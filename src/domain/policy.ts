/** The policy is what the organisation configured about severities and clocks; all times in seconds. */
import { type Authority, DEFAULT_AUTHORITY } from './authority.ts';
import type { Severity } from './severity.ts';

export interface SeverityPolicy {
  /** Ring PagerDuty as soon as the severity is known. */
  readonly page: boolean;
  /** A page must be answered within this; null: nobody is called again. */
  readonly acknowledgeWithin: number | null;
  /** Escalate when nobody confirmed the severity within the triage deadline. */
  readonly escalateUnconfirmed: boolean;
  /** May resolve without a person once recovery is verified. */
  readonly selfResolve: boolean;
  /** Stakeholders hear at least this often; null: no duty. */
  readonly updateEvery: number | null;
  readonly mttrTarget: number;
  /** A person who resolves must say what users report. */
  readonly askUsers: boolean;
  /** The postmortem is due this long after `resolved`; null: no reminder. */
  readonly postmortemWithin: number | null;
}

export interface Policy {
  readonly severities: Readonly<Record<Severity, SeverityPolicy>>;
  /** Until an unconfirmed proposal is accepted and marked so. */
  readonly triageDeadline: number;
  /** How long the alerts must stay clear, and the data good, before recovery counts as verified. */
  readonly quietFor: number;
  /** How often an inconclusive verification is tried again. */
  readonly verifyAttempts: number;
  /** A re-fire this soon after `resolved` reopens the same incident. */
  readonly reopenWithin: number;
  /** A page that no pager accepted within this goes to the fallback. */
  readonly acceptPageWithin: number;
  /** A page that was accepted must be seen at the vendor within this, or it goes to the fallback. */
  readonly confirmPageWithin: number;
  /** An unanswered incident calls people again this many times. */
  readonly escalations: number;
  readonly authority: Authority;
  /** In command while nobody took it; null: nobody. */
  readonly onCallEngineer: string | null;
  /** Whom to reach when it escalates, in words. */
  readonly escalationContacts: readonly string[];
  /** Into a triage that is still open, people are told what it lacks. */
  readonly triageNudge: number;
  /** Sends the prepared stakeholder update when nobody wrote one in time. */
  readonly autoUpdate: boolean;
  /** Parts of the root cause chain that a postmortem asks for. */
  readonly whys: number;
  /** Scrapes that must be good in a row before recovery counts as verified. */
  readonly verifyScrapes: number;
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

export const DEFAULT_POLICY: Policy = {
  severities: {
    SEV1: {
      page: true,
      acknowledgeWithin: 5 * MINUTE,
      escalateUnconfirmed: true,
      selfResolve: false,
      updateEvery: 5 * MINUTE,
      mttrTarget: 60 * MINUTE,
      askUsers: true,
      postmortemWithin: DAY,
    },
    SEV2: {
      page: false,
      acknowledgeWithin: null,
      escalateUnconfirmed: true,
      selfResolve: false,
      updateEvery: 10 * MINUTE,
      mttrTarget: 120 * MINUTE,
      askUsers: true,
      postmortemWithin: DAY,
    },
    SEV3: {
      page: false,
      acknowledgeWithin: null,
      escalateUnconfirmed: false,
      selfResolve: true,
      updateEvery: null,
      mttrTarget: 480 * MINUTE,
      askUsers: false,
      postmortemWithin: null,
    },
    SEV4: {
      page: false,
      acknowledgeWithin: null,
      escalateUnconfirmed: false,
      selfResolve: true,
      updateEvery: null,
      mttrTarget: 2880 * MINUTE,
      askUsers: false,
      postmortemWithin: null,
    },
  },
  triageDeadline: 5 * MINUTE,
  quietFor: 5 * MINUTE,
  verifyAttempts: 12,
  reopenWithin: 30 * MINUTE,
  acceptPageWithin: MINUTE,
  confirmPageWithin: 2 * MINUTE,
  escalations: 3,
  authority: DEFAULT_AUTHORITY,
  onCallEngineer: null,
  escalationContacts: [],
  triageNudge: 3 * MINUTE,
  autoUpdate: true,
  whys: 5,
  verifyScrapes: 3,
};
