/** A change is something that somebody, or something, altered: most incidents begin with one. */
import type { Instant } from './instant.ts';

export type ChangeKind = 'deploy' | 'flag' | 'config' | 'restart';

export type ChangeSource = 'ci' | 'github' | 'argocd' | 'pagerduty' | 'kubernetes' | 'prometheus';

export interface Change {
  /** Names it for ever within its source: told twice, it is kept once. */
  readonly key: string;
  readonly source: ChangeSource;
  readonly kind: ChangeKind;
  /** When it began to take effect. */
  readonly at: Instant;
  /** One plain line. */
  readonly summary: string;
  /** Empty: nobody said which, so it may concern any. */
  readonly services: readonly string[];
  /** Empty: not told. */
  readonly version: string;
  /** Where a person can look at it, http or https; empty: nowhere. */
  readonly link: string;
}
