/** All migrations in the order in which they run; a published one never changes, the next one is appended. */
import { INCIDENTS } from './0001-incidents.ts';
import { CENSUS } from './0002-census.ts';
import { SIGNALS } from './0003-signals.ts';
import { OUTBOX } from './0004-outbox.ts';
import { DELIVERIES } from './0005-deliveries.ts';
import { QUARANTINE } from './0006-quarantine.ts';
import { WAITING_DELIVERIES } from './0007-waiting-deliveries.ts';
import { COMPARISON } from './0008-comparison.ts';
import { CHANGES } from './0009-changes.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

export const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'incidents', sql: INCIDENTS },
  { version: 2, name: 'census', sql: CENSUS },
  { version: 3, name: 'signals', sql: SIGNALS },
  { version: 4, name: 'outbox', sql: OUTBOX },
  { version: 5, name: 'deliveries', sql: DELIVERIES },
  { version: 6, name: 'quarantine', sql: QUARANTINE },
  { version: 7, name: 'waiting-deliveries', sql: WAITING_DELIVERIES },
  { version: 8, name: 'comparison', sql: COMPARISON },
  { version: 9, name: 'changes', sql: CHANGES },
];
