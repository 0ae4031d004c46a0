/** `tocsin incident …`: report, list, show and steer incidents of a running service. */
import { type Command, InvalidArgumentError } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { type ApiOptions, callApi } from './api-client.ts';
import { exportIncident } from './incident-export.ts';
import { incidentRow, incidentText, type ShownIncident } from './incident-text.ts';

interface Options extends ApiOptions {
  readonly output?: 'text' | 'json';
  readonly by: string;
}

export function incidentVerbs(program: Command): void {
  const incident = program
    .command('incident')
    .description('report, list, show and steer incidents');
  const verb = (usage: string, description: string) =>
    incident
      .command(usage)
      .description(description)
      .option('--url <url>', 'the running service (default: http://127.0.0.1:$PORT)')
      .option('--timeout <seconds>', 'for one request', '30')
      .option('--by <name>', 'who says it', readEnvironment()['USER'] ?? 'cli')
      .option('-o, --output <format>', 'text or json', outputFormat, 'text');

  verb('new <title>', 'NEW-INC: report an incident that no alert has seen')
    .option('--service <names...>', 'affected services')
    .option('--description <text>', 'what is seen')
    .action(report);
  verb('list', 'the incidents, newest first')
    .option('--status <list>', 'triage, diagnosing, recovering, resolved, postmortem')
    .option('--severity <list>', 'SEV1 to SEV4')
    .option('--service <name>', 'affected service')
    .option('--limit <n>', 'at most this many', '50')
    .option('-q, --quiet', 'ids only')
    .action(list);
  verb('show <id>', 'one incident with what it still needs').action(show);
  verb('say <id> <words...>', 'the same sentences as a PagerDuty note').action(
    (id: string, words: string[], options: Options) => say(id, words.join(' '), options),
  );
  verb('resume <id>', 'RESUME-INC: where it stands and what comes next').action(
    (id: string, options: Options) => say(id, '[RESUME-INC]', options),
  );
  verb('escalate <id> [reason...]', 'ESCALATE: ring the on-call people again').action(
    (id: string, reason: string[], options: Options) =>
      say(id, `[ESCALATE] ${reason.join(' ')}`.trim(), options),
  );
  verb('export <id>', 'everything that is known of it, as JSON').action(
    async (id: string, options: Options) => print(await exportIncident(id, options)),
  );
}

async function report(
  title: string,
  options: Options & { service?: string[]; description?: string },
): Promise<void> {
  const { service: services = [], description = '', by } = options;
  const { body } = await callApi(options, 'POST', '/api/v1/incidents', {
    title,
    services,
    description,
    by,
  });
  if (options.output === 'json') return print(body);
  process.stdout.write(incidentText(body as ShownIncident));
}

interface ListOptions extends Options {
  readonly status?: string;
  readonly severity?: string;
  readonly service?: string;
  readonly limit: string;
  readonly quiet?: boolean;
}

async function list(options: ListOptions): Promise<void> {
  const query = new URLSearchParams({ limit: options.limit });
  for (const name of ['status', 'severity', 'service'] as const) {
    const value = options[name];
    if (value !== undefined) query.set(name, value);
  }
  const { body } = await callApi(options, 'GET', `/api/v1/incidents?${query}`);
  if (options.output === 'json') return print(body);
  const { incidents } = body as { incidents: ShownIncident[] };
  const lines = incidents.map((each) => (options.quiet ? each.incident_id : incidentRow(each)));
  process.stdout.write(lines.length === 0 ? '' : `${lines.join('\n')}\n`);
  if (lines.length === 0 && !options.quiet) process.stderr.write('No incidents.\n');
}

async function show(id: string, options: Options): Promise<void> {
  const { body } = await callApi(options, 'GET', incidentPath(id));
  if (options.output === 'json') return print(body);
  process.stdout.write(incidentText(body as ShownIncident));
}

/** Exit code 1 when it was too early or no command; the answer says what to do. */
async function say(id: string, text: string, options: Options): Promise<void> {
  const path = `${incidentPath(id)}/say`;
  const { status, body } = await callApi(
    options,
    'POST',
    path,
    { text, by: options.by },
    [409, 422],
  );
  if (status !== 200) process.exitCode = 1;
  if (options.output === 'json') return print(body);
  const { reply, detail } = body as { reply?: string; detail?: string };
  process.stdout.write(`${reply ?? detail ?? ''}\n`);
}

function incidentPath(id: string): string {
  return `/api/v1/incidents/${encodeURIComponent(id)}`;
}

function outputFormat(value: string): 'text' | 'json' {
  if (value === 'text' || value === 'json') return value;
  throw new InvalidArgumentError('expected text or json.');
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
