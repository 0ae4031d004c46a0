/** Everything that lies in a database or a folder, as text. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

const TABLES = `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
  where table_schema in ('tocsin', 'bullmq') and table_type = 'BASE TABLE' order by 1`;

/**
 * Every row of every table of Tocsin and of BullMQ, all of one moment; bytes as hexadecimal. `url`: of an account that
 * may read all.
 */
export async function dumpDatabase(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // The moment is that of its first question: what is gone while it is read is there all the same.
    await client.query('begin isolation level repeatable read read only');
    const dump: string[] = [];
    for (const { name } of (await client.query(TABLES)).rows) {
      const { rows } = await client.query(`select to_jsonb(t)::text as row from ${name} t`);
      dump.push(`-- ${name}: ${rows.length}`, ...rows.map(({ row }) => row));
    }
    return dump.join('\n');
  } finally {
    await client.end();
  }
}

/** Empty where the folder was never made. */
export async function dumpFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return `-- ${path}\n${await readFile(path, 'latin1')}`;
  });
  return (await Promise.all(texts)).join('\n');
}
