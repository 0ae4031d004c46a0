/** Turns on PostgreSQL: a row with an end, by the database's own clock, so that instances need not agree on the time. */
import { randomUUID } from 'node:crypto';
import type { Turns } from '../ports/turns.ts';
import { ask, type Pool } from './pool.ts';

const TAKE = `
insert into tocsin.turns as t (name, holder, until)
values ($1, $2, clock_timestamp() + make_interval(secs => $3))
on conflict (name) do update set holder = excluded.holder, until = excluded.until
where t.holder = excluded.holder or t.until <= clock_timestamp()
returning name`;

export class PostgresTurns implements Turns {
  readonly #pool: Pool;
  /** Another one for each process, and each start of it. */
  readonly #holder = randomUUID();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async take(name: string, seconds: number): Promise<boolean> {
    const rows = await ask(this.#pool, TAKE, [name, this.#holder, seconds]);
    return rows.length > 0;
  }

  async release(name: string): Promise<void> {
    await ask(this.#pool, 'delete from tocsin.turns where name = $1 and holder = $2', [
      name,
      this.#holder,
    ]);
  }
}

/** Ends every turn; for who knows that nobody is at work. */
export async function endTurns(pool: Pool): Promise<void> {
  await ask(pool, 'delete from tocsin.turns');
}
