/** The examination: whether what the settings point at answers, without changing anything there. */
import { access, constants, mkdir } from 'node:fs/promises';
import type { Config } from './config/config.ts';
import { PortError } from './ports/port-error.ts';
import { metricsFor } from './wiring.ts';

export interface Checkup {
  readonly name: string;
  /** `missing`: not configured, which is allowed. */
  readonly state: 'good' | 'missing' | 'bad';
  readonly text: string;
  /** Empty when there is nothing to do. */
  readonly remedy: string;
}

export async function examine(config: Config): Promise<readonly Checkup[]> {
  return Promise.all([
    database(config),
    outputFolder(config),
    Promise.resolve(paging(config)),
    Promise.resolve(notes(config)),
    prometheus(config),
  ]);
}

async function database({ storage }: Config): Promise<Checkup> {
  const name = 'storage';
  if (storage.databaseUrl !== null) {
    return { name, state: 'good', text: 'DATABASE_URL is set', remedy: '' };
  }
  const text = `embedded PostgreSQL in ${storage.dataDir}`;
  return writable(
    name,
    storage.dataDir,
    text,
    'Set DATA_DIR to a folder that can be written, or DATABASE_URL.',
  );
}

async function outputFolder({ storage }: Config): Promise<Checkup> {
  const { outputFolder: folder } = storage;
  return writable(
    'output folder',
    folder,
    folder,
    'Set OUTPUT_FOLDER to a folder that can be written.',
  );
}

async function writable(
  name: string,
  folder: string,
  text: string,
  remedy: string,
): Promise<Checkup> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return { name, state: 'good', text, remedy: '' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { name, state: 'bad', text: reason, remedy };
  }
}

function paging({ pagerduty }: Config): Checkup {
  const name = 'paging';
  if (pagerduty.routingKey === null) {
    const remedy =
      'Set PAGERDUTY_ROUTING_KEY to the integration key of an Events API v2 integration.';
    return { name, state: 'missing', text: 'pages go to the log only', remedy };
  }
  if (pagerduty.routingKey.reveal().length !== 32) {
    return {
      name,
      state: 'bad',
      text: 'the routing key has not 32 characters',
      remedy: 'Copy it again.',
    };
  }
  return { name, state: 'good', text: `pages go to ${pagerduty.eventsUrl}`, remedy: '' };
}

function notes({ pagerduty }: Config): Checkup {
  const name = 'notes';
  const missing = [
    ...(pagerduty.webhookSecrets.length === 0 ? ['PAGERDUTY_WEBHOOK_SECRET'] : []),
    ...(pagerduty.apiToken === null ? ['PAGERDUTY_API_TOKEN'] : []),
    ...(pagerduty.from === null ? ['PAGERDUTY_FROM'] : []),
  ];
  if (missing.length === 0) {
    return { name, state: 'good', text: 'notes are heard and answered', remedy: '' };
  }
  const text = 'notes are not both heard and answered';
  return { name, state: 'missing', text, remedy: `Set ${missing.join(', ')}.` };
}

async function prometheus(config: Config): Promise<Checkup> {
  const name = 'prometheus';
  const metrics = metricsFor(config);
  if (metrics === null) {
    const remedy = 'Set PROMETHEUS_URL, or nothing can be diagnosed and no recovery verified.';
    return { name, state: 'missing', text: 'not configured', remedy };
  }
  try {
    const { series } = await metrics.instant('up', new Date().toISOString());
    return { name, state: 'good', text: `answers; ${series.length} series of up`, remedy: '' };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return {
      name,
      state: 'bad',
      text: error.message,
      remedy: 'Check PROMETHEUS_URL from this machine.',
    };
  } finally {
    metrics.close();
  }
}
