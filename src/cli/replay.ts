/** `tocsin replay FILE`: sends a recorded Alertmanager payload through the real door of a running service. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';

export function replayVerb(program: Command): void {
  program
    .command('replay <file>')
    .description('post a recorded Alertmanager payload to a running service')
    .option('--url <url>', 'the running service (default: http://127.0.0.1:$PORT)')
    .action(async (file: string, options: { url?: string }) => {
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
        signal: AbortSignal.timeout(30_000),
      });
      process.stdout.write(`${response.status} ${await response.text()}\n`);
      if (!response.ok) process.exitCode = 1;
    });
}
