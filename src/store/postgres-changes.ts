/** The book of changes on PostgreSQL. */
import type { Change, ChangeKind, ChangeSource } from '../domain/change.ts';
import type { Instant } from '../domain/instant.ts';
import type { ChangeFilter, Changes } from '../ports/changes.ts';
import { digestOf } from './digest.ts';
import { toText } from './json-text.ts';
import { ask, type Pool } from './pool.ts';

/** A row that was inserted by this statement was never touched by another: its xmax is 0. */
const RECORD = `
insert into tocsin.changes as known
  (digest, key, source, kind, at, received_at, summary, services, version, link)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (digest) do update set at = least(known.at, excluded.at)
returning (xmax = 0) as fresh`;

const BETWEEN = `
select key, source, kind, at, summary, services, version, link from tocsin.changes
where at between $1 and $2 and (cardinality($3::text[]) = 0 or services = '{}' or services && $3)
order by at desc, digest limit $4`;

const MOST = 200;

interface Row {
  readonly key: string;
  readonly source: ChangeSource;
  readonly kind: ChangeKind;
  readonly at: Date;
  readonly summary: string;
  readonly services: readonly string[];
  readonly version: string;
  readonly link: string;
}

export class PostgresChanges implements Changes {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async record(change: Change, receivedAt: Instant): Promise<boolean> {
    const { key, source, kind, at, summary, services, version, link } = change;
    const rows = await ask<{ fresh: boolean }>(this.#pool, RECORD, [
      digestOf(`${source}:${key}`),
      toText(key),
      source,
      kind,
      at,
      receivedAt,
      toText(summary),
      services.map(toText),
      toText(version),
      toText(link),
    ]);
    return rows[0]?.fresh === true;
  }

  async between({ from, to, services, limit }: ChangeFilter): Promise<readonly Change[]> {
    const most = Math.max(1, Math.min(MOST, Math.trunc(limit)));
    const rows = await ask<Row>(this.#pool, BETWEEN, [from, to, services.map(toText), most]);
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }
}
