/** A connection that prepares each statement once: the server parses and plans it no more than that. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from './pool.ts';

/** Statements are constants of this program, so there are few names. */
const names = new Map<string, string>();

export function prepared(client: pg.ClientBase): Queryable {
  return {
    query: <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      client.query<R>({ name: nameOf(text), text, values }),
  };
}

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `tocsin-${createHash('sha256').update(text).digest('hex').slice(0, 20)}`;
  names.set(text, name);
  return name;
}
