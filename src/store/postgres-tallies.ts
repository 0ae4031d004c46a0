/** Tallies on PostgreSQL: one row a count, added to in one statement. */
import type { Tallies } from '../ports/tallies.ts';
import { ask, type Pool } from './pool.ts';

/** Parts them from the other counters in the table. */
const PREFIX = 'tally ';

/** In one order everywhere, so that two processes never wait for each other. */
const ADD = `
insert into tocsin.counters as c (name, value)
select * from unnest($1::text[], $2::bigint[]) as added (name, value) order by name
on conflict (name) do update set value = c.value + excluded.value`;

const READ = 'select name, value::double precision as value from tocsin.counters where name ^@ $1';

export class PostgresTallies implements Tallies {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async add(counts: ReadonlyMap<string, number>): Promise<void> {
    if (counts.size === 0) return;
    const names = [...counts.keys()].map((name) => PREFIX + name);
    await ask(this.#pool, ADD, [names, [...counts.values()]]);
  }

  async read(): Promise<ReadonlyMap<string, number>> {
    const rows = await ask<{ name: string; value: number }>(this.#pool, READ, [PREFIX]);
    return new Map(rows.map(({ name, value }) => [name.slice(PREFIX.length), value]));
  }
}
