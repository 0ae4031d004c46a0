/** The book of changes: what was altered, and when. */
import type { Change } from '../domain/change.ts';
import type { Instant } from '../domain/instant.ts';

export interface ChangeFilter {
  /** Both included. */
  readonly from: Instant;
  readonly to: Instant;
  /** Changes of any of these, and those that name no service; empty: all. */
  readonly services: readonly string[];
  /** 1 to 200. */
  readonly limit: number;
}

/** Every method throws StoreUnavailable when the store is away. */
export interface Changes {
  /** False when it is known already; of two times that were told of it, the earlier stays. */
  record(change: Change, receivedAt: Instant): Promise<boolean>;
  /** The latest first. */
  between(filter: ChangeFilter): Promise<readonly Change[]>;
}
