/** Everything that lies in a database or a folder, as text. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from './database.ts';

/** Every row of every table of Tocsin and of BullMQ; bytes as hexadecimal. `url`: of an account that may read all. */
export async function dumpDatabase(url: string): Promise<string> {
  const tables = await sql(
    url,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('tocsin', 'bullmq') and table_type = 'BASE TABLE' order by 1`,
  );
  const dumps = tables.map(async ({ name }) => {
    const rows = await sql(url, `select to_jsonb(t)::text as row from ${String(name)} t`);
    return [`-- ${String(name)}: ${rows.length}`, ...rows.map(({ row }) => String(row))].join('\n');
  });
  return (await Promise.all(dumps)).join('\n');
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
