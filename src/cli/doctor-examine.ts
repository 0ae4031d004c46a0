/** The examination: everything that the settings point at, at the same time, without changing anything there. */
import { systemClock } from '../adapters/system-clock.ts';
import type { Config } from '../config/config.ts';
import { redact, secretValues } from '../config/redact.ts';
import { printable } from '../documents/diagnostic.ts';
import type { Clock } from '../ports/clock.ts';
import type { Checkup, Patience } from './doctor-checkup.ts';
import { database } from './doctor-database.ts';
import { loki, traces } from './doctor-evidence.ts';
import { dataFolder, outputFolder } from './doctor-machine.ts';
import { pagerdutyApi } from './doctor-pagerduty.ts';
import { fallback, routingKey } from './doctor-paging.ts';
import { jobQueue } from './doctor-queue.ts';
import { slack } from './doctor-slack.ts';
import { alertmanager, prometheus } from './doctor-sources.ts';
import { stakeholders, stakeholderWebhook } from './doctor-stakeholders.ts';
import { webhookSecret } from './doctor-webhooks.ts';

/** Together less than the ten seconds that the whole may take. */
const PATIENCE: Patience = { firstMs: 3000, furtherMs: 5000 };

/** Ends within nine seconds, whatever hangs. No secret of the configuration is in what it says. */
export async function examine(
  config: Config,
  patience = PATIENCE,
  clock: Clock = systemClock,
): Promise<readonly Checkup[]> {
  const { databaseUrl, dataDir, outputFolder: output } = config.storage;
  const found = await Promise.all([
    ...(databaseUrl === null ? [dataFolder(dataDir)] : []),
    outputFolder(output),
    database(config, patience),
    jobQueue(config, patience),
    Promise.resolve(routingKey(config)),
    Promise.resolve(fallback(config)),
    Promise.resolve(stakeholders(config)),
    slack(config, patience),
    stakeholderWebhook(config),
    pagerdutyApi(config, patience, clock),
    Promise.resolve(webhookSecret(config)),
    prometheus(config, patience),
    alertmanager(config, patience),
    loki(config, patience),
    traces(config, patience),
  ]);
  const secrets = secretValues(config);
  const shown = (text: string) => redact(printable(text), secrets);
  return found.flat().map((one) => ({ ...one, text: shown(one.text), remedy: shown(one.remedy) }));
}
