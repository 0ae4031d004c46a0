/** The meter counts what happens; what it counts of webhooks and their alerts survives a restart. */
import type { PortReason } from './port-error.ts';

export interface Meter {
  webhookRequest(source: string, code: number, seconds: number, bytes: number): void;
  /** `reason` is the code of the problem that was answered. */
  webhookRejected(source: string, reason: string): void;
  /** Kept although nothing could be made of it. */
  webhookQuarantined(source: string): void;
  alertsReceived(source: string, status: 'firing' | 'resolved', count: number): void;
  /** No news: repeated, replayed or overtaken. */
  alertsDeduplicated(source: string, count: number): void;
  /** Counted by the sender but left out of its webhook. */
  alertsTruncated(source: string, count: number): void;
  /** One try to notify; `reason` where it failed, `seconds` where a request was made. */
  notification(
    integration: string,
    outcome: 'accepted' | 'failed' | 'suppressed',
    reason?: PortReason,
    seconds?: number,
  ): void;
  /** Whether a pager that fails is left alone, but for SEV1. */
  pagerBreaker(isOpen: boolean): void;
  /** Something that a lost webhook should have told us: `fire`, `resolve`, `note` … */
  repair(kind: string): void;
  evidenceQuery(backend: string, outcome: 'ok' | PortReason, seconds: number): void;
}
