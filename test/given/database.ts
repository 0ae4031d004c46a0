/** A real PostgreSQL for one test file, with as many empty databases as its tests want. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { type EmbeddedServer, openEmbeddedServer } from '../../src/store/embedded-server.ts';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { rememberingLog } from './remembering-log.ts';

export interface TestDatabases {
  /** The URL of a new database without tables. */
  empty(): Promise<string>;
  /** A store on a new database; closed with the file. */
  store(): Promise<OpenStore>;
}

/** Called at the top of a test file: starts the server before its tests and removes it after them. */
export function givenDatabases(): TestDatabases {
  let folder: string;
  let server: EmbeddedServer;
  let made = 0;
  const opened: OpenStore[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-store-'));
    server = await openEmbeddedServer({ dataDir: folder, log: rememberingLog() });
  });

  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const empty = async (): Promise<string> => {
    made += 1;
    await sql(server.url, `create database test_${made}`);
    const url = new URL(server.url);
    url.pathname = `test_${made}`;
    return url.href;
  };
  const store = async (): Promise<OpenStore> => {
    const databaseUrl = await empty();
    const next = await openStore({ databaseUrl, dataDir: folder, log: rememberingLog() });
    opened.push(next);
    return next;
  };
  return { empty, store };
}

/** Runs one statement on a connection of its own. */
export async function sql(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
