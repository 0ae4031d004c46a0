/** The alert ledger on PostgreSQL, beside the signals that the incidents hold. */
import type { HeardGroup } from '../domain/alert-group.ts';
import { dayOf } from '../domain/instant.ts';
import type { AlertLedger, KnownSignal } from '../ports/alert-ledger.ts';
import { digestOf } from './digest.ts';
import { toJson, toText } from './json-text.ts';
import { ask, type Pool } from './pool.ts';

/** Once a day also where nothing is new: what nobody hears any more is forgotten. */
const HEAR = `
insert into tocsin.alert_groups as g (receiver, labels_digest, labels, group_key) values ($1, $2, $3, $4)
on conflict (receiver, labels_digest) do update set group_key = excluded.group_key, heard_at = now()
where g.group_key <> excluded.group_key or g.heard_at < now() - interval '1 day'`;

/** Jumps from name to name in the index: there are few receivers, and many groups of each. */
const RECEIVERS = `
with recursive names as (
  (select receiver from tocsin.alert_groups order by receiver limit 1)
  union all
  select (select g.receiver from tocsin.alert_groups g where g.receiver > n.receiver order by g.receiver limit 1)
  from names n where n.receiver is not null
)
select receiver from names where receiver is not null`;

const HEARD = `
(select receiver, labels, group_key as "groupKey" from tocsin.alert_groups
 where receiver = $1 and labels_digest = $2)
union all
(select receiver, labels, group_key as "groupKey" from tocsin.alert_groups
 where receiver = $1 and labels_digest <> $2 order by heard_at desc limit $3 - 1)`;

const KNOWN = `
select known.*, wanted.digest from unnest($1::text[]) as wanted (digest)
cross join lateral (
  select name, status, starts_at as "startsAt", ends_at as "endsAt", group_key as "groupKey" from tocsin.signals
  where key_digest = wanted.digest order by touch desc limit 1
) as known`;

const NOTE_LISTED = `
update tocsin.signals set listed = true
where key_digest = any($1::text[]) and incident_id <> '' and not listed`;

const LISTED =
  'select distinct key_digest as digest from tocsin.signals where key_digest = any($1::text[]) and listed';

/** Groups that this process has heard of; beyond this it asks the database again. */
const MOST_HEARD = 20_000;

export class PostgresAlertLedger implements AlertLedger {
  readonly #pool: Pool;
  /** Day and group key by receiver and labels. */
  readonly #heard = new Map<string, string>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async hear({ receiver, labels, groupKey }: HeardGroup): Promise<void> {
    const digest = labelsDigest(labels);
    const name = `${digest} ${receiver}`;
    const today = `${dayOf(new Date().toISOString())} ${groupKey}`;
    if (this.#heard.get(name) === today) return;
    await ask(this.#pool, HEAR, [toText(receiver), digest, toJson(labels), toText(groupKey)]);
    if (this.#heard.size >= MOST_HEARD) this.#heard.clear();
    this.#heard.set(name, today);
  }

  async receivers(): Promise<readonly string[]> {
    const rows = await ask<{ receiver: string }>(this.#pool, RECEIVERS);
    return rows.map(({ receiver }) => receiver);
  }

  async heard(
    receiver: string,
    labels: HeardGroup['labels'],
    limit: number,
  ): Promise<readonly HeardGroup[]> {
    return ask<HeardGroup>(this.#pool, HEARD, [toText(receiver), labelsDigest(labels), limit]);
  }

  async known(signalKeys: readonly string[]): Promise<ReadonlyMap<string, KnownSignal>> {
    if (signalKeys.length === 0) return new Map();
    const keys = byDigest(signalKeys);
    const rows = await ask<KnownSignal & { digest: string }>(this.#pool, KNOWN, [[...keys.keys()]]);
    return new Map(rows.map(({ digest, ...known }) => [keys.get(digest) ?? '', known]));
  }

  async noteListed(signalKeys: readonly string[]): Promise<void> {
    if (signalKeys.length === 0) return;
    await ask(this.#pool, NOTE_LISTED, [signalKeys.map(digestOf)]);
  }

  async listed(signalKeys: readonly string[]): Promise<ReadonlySet<string>> {
    if (signalKeys.length === 0) return new Set();
    const keys = byDigest(signalKeys);
    const rows = await ask<{ digest: string }>(this.#pool, LISTED, [[...keys.keys()]]);
    return new Set(rows.map(({ digest }) => keys.get(digest) ?? ''));
  }
}

function byDigest(signalKeys: readonly string[]): ReadonlyMap<string, string> {
  return new Map(signalKeys.map((key) => [digestOf(key), key]));
}

function labelsDigest(labels: HeardGroup['labels']): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return digestOf(JSON.stringify(pairs));
}
