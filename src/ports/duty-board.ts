/** The duty board is the pager vendor's own view: its incidents, its people, who is on call. */
import type { Change } from '../domain/change.ts';
import type { Instant } from '../domain/instant.ts';

/** An incident as the vendor keeps it. */
export interface VendorIncident {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  readonly urgency: 'high' | 'low';
  /** The vendor's name of it (`P1`); null when it has none. */
  readonly priority: string | null;
  /** The dedup key of an incident that one event opened; null otherwise. */
  readonly incidentKey: string | null;
  readonly service: { readonly id: string; readonly name: string };
  readonly createdAt: Instant;
  /** Names of those who acknowledged it. */
  readonly acknowledgers: readonly string[];
  /** Names of those it is assigned to. */
  readonly assignees: readonly string[];
  /** When its status last changed, and who did it; null where the vendor does not say. */
  readonly statusSince: Instant | null;
  readonly statusBy: {
    readonly id: string;
    readonly name: string;
    readonly isUser: boolean;
  } | null;
  /** The incident that it was merged into, which resolved it. */
  readonly mergedInto: string | null;
}

/** One alert of a vendor incident, with what its sender said about it. */
export interface VendorAlert {
  readonly id: string;
  readonly key: string;
  readonly summary: string;
  readonly status: 'triggered' | 'resolved';
  /** `critical`, `error`, `warning`, `info`; null when none was given. */
  readonly severity: string | null;
  readonly createdAt: Instant;
  /** The sender's details, flattened: nested names are joined with `_`, values are text. */
  readonly details: Readonly<Record<string, string>>;
}

export interface VendorNote {
  readonly id: string;
  readonly text: string;
  readonly createdAt: Instant;
  /** null when it was not a user. */
  readonly author: { readonly id: string; readonly name: string } | null;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** The vendor's base role: `admin`, `user`, `limited_user`, `observer` … */
  readonly role: string;
  readonly teams: readonly { readonly id: string; readonly name: string }[];
}

export interface Raise {
  readonly urgency?: 'high';
  /** By the vendor's name, `P1`; left out where the account has no such priority. */
  readonly priority?: string;
}

export interface Subscription {
  readonly id: string;
  readonly url: string;
  readonly active: boolean;
  /** Switched off by the vendor after failed deliveries. */
  readonly disabled: boolean;
  readonly events: readonly string[];
}

/** Every method throws PortError, and answers or throws within its deadline. */
export interface DutyBoard {
  /** Open incidents, created since then, newest first; at most `limit` (whole pages are read). */
  open(since: Instant, limit: number): Promise<readonly VendorIncident[]>;
  incident(id: string): Promise<VendorIncident | null>;
  /** The newest incident of a dedup key, open or not. */
  byKey(dedupKey: string): Promise<VendorIncident | null>;
  alerts(incidentId: string): Promise<readonly VendorAlert[]>;
  notes(incidentId: string): Promise<readonly VendorNote[]>;
  /** Change events of the whole account between both times, at most 200; none where the account has no such thing. */
  changes(since: Instant, until: Instant): Promise<readonly Change[]>;
  /** Resolved already is success. */
  resolve(incidentId: string): Promise<void>;
  raise(incidentId: string, to: Raise): Promise<void>;
  /** Asks more people to the incident: users or escalation policies, by id. */
  addResponders(
    incidentId: string,
    message: string,
    targets: readonly { readonly kind: 'user' | 'escalation_policy'; readonly id: string }[],
  ): Promise<void>;
  person(userId: string): Promise<Person | null>;
  personByEmail(email: string): Promise<Person | null>;
  escalationPolicy(id: string): Promise<{ readonly id: string; readonly name: string } | null>;
  /** Who is on call now, each person once, the lowest level first; of an incident, by its escalation policy. */
  onCall(
    incidentId?: string,
  ): Promise<readonly { readonly id: string; readonly name: string; readonly level: number }[]>;
  priorities(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  subscriptions(): Promise<readonly Subscription[]>;
  enableSubscription(id: string): Promise<void>;
  /** Seconds by which the vendor's clock is ahead of ours, from the Date header of a read. */
  clockSkew(): Promise<number>;
}
