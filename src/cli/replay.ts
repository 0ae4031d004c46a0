/** `tocsin replay`: sends a recorded payload through the real door of a running service, or takes what it kept once more. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import type { ApiOptions } from './api-client.ts';
import { replayDelivery, replayQuarantine } from './replay-deliveries.ts';

interface Options extends ApiOptions {
  readonly quarantined?: boolean;
}

export function replayVerb(program: Command): void {
  program
    .command('replay [what]')
    .description(
      'post a recorded Alertmanager payload (a FILE) to a running service, or replay a delivery that it kept (its ID)',
    )
    .option('--quarantined', 'replay everything that is in quarantine, the oldest first')
    .option('--url <url>', 'the running service (default: http://127.0.0.1:$PORT)')
    .option('--timeout <seconds>', 'for one request', '30')
    .action(async (what: string | undefined, options: Options, command: Command) => {
      if ((what === undefined) !== (options.quarantined === true)) {
        command.error('error: give a FILE, the ID of a delivery, or --quarantined');
      }
      if (what === undefined) return replayQuarantine(options);
      return isDeliveryId(what) ? replayDelivery(what, options) : postFile(what, options);
    });
}

/** A file that is called like one is reached with `./` before its name. */
function isDeliveryId(what: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(what);
}

async function postFile(file: string, options: Options): Promise<void> {
  const env = readEnvironment();
  const token = env['ALERTMANAGER_WEBHOOK_TOKEN'] ?? '';
  const base = options.url ?? `http://127.0.0.1:${env['PORT'] || 8080}`;
  const response = await fetch(new URL('/webhooks/alertmanager', base), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(token === '' ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: await readFile(file),
    redirect: 'error',
    signal: AbortSignal.timeout(Number(options.timeout) * 1000),
  });
  process.stdout.write(`${response.status} ${await response.text()}\n`);
  if (!response.ok) process.exitCode = 1;
}
