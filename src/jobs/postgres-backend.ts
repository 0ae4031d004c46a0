/** Jobs kept in the PostgreSQL that keeps everything else: nothing more to run, and nothing more to lose. */
import {
  createPostgresBackend,
  type PostgresConnectionOptions,
  type PostgresQueueBackend,
  runMigrations,
} from 'bullmq';
import { Client } from 'pg';
import type { Backend } from './backend.ts';

const SCHEMA = 'bullmq';
const CONNECT_MS = 2000;

/** Migrates BullMQ's own schema first. Throws when the database is away or refuses. */
export async function openPostgresBackend(
  databaseUrl: string,
): Promise<Backend<PostgresQueueBackend, PostgresConnectionOptions>> {
  await migrate(databaseUrl);
  const connection = {
    connectionString: databaseUrl,
    schema: SCHEMA,
    max: 2,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: 'tocsin-jobs',
  };
  return {
    name: 'postgres',
    factory: createPostgresBackend,
    forQueue: connection,
    forWorker: connection,
    reachable: () => true,
    close: async () => {},
  };
}

async function migrate(databaseUrl: string): Promise<void> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'tocsin-jobs',
  });
  // A connection that breaks fails the query under way; the event must only not go unheard.
  client.on('error', () => {});
  await client.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    await client.end();
  }
}
