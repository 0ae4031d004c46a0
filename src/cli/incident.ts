/** `tocsin incident …`: report, list, show and steer incidents of a running service. */
import { type Command, Option } from 'commander';
import { printable } from '../documents/diagnostic.ts';
import { callApi } from './api-client.ts';
import {
  askIncident,
  type IncidentOptions,
  incidentId,
  listIncidents,
  withIncidentOptions,
} from './incident-api.ts';
import { exportIncident } from './incident-export.ts';
import { incidentToResume } from './incident-resume.ts';
import { incidentRow, incidentText, type ShownIncident } from './incident-text.ts';
import { printJson } from './output-format.ts';

export function incidentVerbs(program: Command): void {
  const incident = program
    .command('incident')
    .description('report, list, show and steer incidents');
  const verb = (usage: string, description: string) =>
    withIncidentOptions(incident.command(usage).description(description));

  verb('new [title]', 'NEW-INC: report an incident that no alert has seen')
    .addOption(new Option('--title <text>', 'the title, instead of the argument'))
    .option('--service <names...>', 'affected services, several with commas or spaces')
    .option('--description <text>', 'what is seen')
    .action(report);
  verb('list', 'the incidents, newest first')
    .option('--status <list>', 'triage, diagnosing, recovering, resolved, postmortem')
    .option('--severity <list>', 'SEV1 to SEV4')
    .option('--service <name>', 'affected service')
    .option('--limit <n>', 'at most this many', '50')
    .option('-q, --quiet', 'ids only')
    .action(list);
  verb('show', 'one incident: its step, what is known, and what it still needs')
    .argument('<id>', 'INC-…', incidentId)
    .action(show);
  verb('say', 'the same sentences as a PagerDuty note; "help" lists them')
    .argument('<id>', 'INC-…', incidentId)
    .argument('<words...>', 'the sentence')
    .action((id: string, words: string[], options: IncidentOptions) =>
      say(id, words.join(' '), options),
    );
  verb('resume', 'RESUME-INC: which steps are done, which one is next, and what it asks')
    .argument('[id]', 'INC-…; without it, the one that is open', incidentId)
    .action(resume);
  verb('escalate', 'ESCALATE: ring the on-call people again')
    .argument('<id>', 'INC-…', incidentId)
    .argument('[reason...]', 'why')
    .action((id: string, reason: string[], options: IncidentOptions) =>
      say(id, `[ESCALATE] ${reason.join(' ')}`.trim(), options),
    );
  verb('export', 'everything that is known of it, as JSON')
    .argument('<id>', 'INC-…', incidentId)
    .action(async (id: string, options: IncidentOptions) =>
      printJson(await exportIncident(id, options)),
    );
}

interface ReportOptions extends IncidentOptions {
  readonly title?: string;
  readonly service?: readonly string[];
  readonly description?: string;
}

async function report(
  argument: string | undefined,
  options: ReportOptions,
  command: Command,
): Promise<void> {
  const title = (options.title ?? argument ?? '').trim();
  if (title === '') command.error('error: say what happens: --title "search is slow"');
  if (options.title !== undefined && argument !== undefined) {
    command.error(`error: "${printable(argument)}" is a second title; put the whole in quotes`);
  }
  const services = (options.service ?? [])
    .flatMap((names) => names.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const { description = '', by } = options;
  const said = { title, services, description, by };
  const { body } = await callApi(options, 'POST', '/api/v1/incidents', said);
  if (options.output === 'json') return printJson(body);
  process.stdout.write(incidentText(body as ShownIncident));
}

interface ListOptions extends IncidentOptions {
  readonly status?: string;
  readonly severity?: string;
  readonly service?: string;
  readonly limit: string;
  readonly quiet?: boolean;
}

async function list(options: ListOptions): Promise<void> {
  const query: Record<string, string> = { limit: options.limit };
  for (const name of ['status', 'severity', 'service'] as const) {
    const value = options[name];
    if (value !== undefined) query[name] = value;
  }
  const { body, incidents } = await listIncidents(options, query);
  if (options.output === 'json') return printJson(body);
  const lines = incidents.map((each) => (options.quiet ? each.incident_id : incidentRow(each)));
  process.stdout.write(lines.length === 0 ? '' : `${lines.join('\n')}\n`);
  if (lines.length === 0 && !options.quiet) process.stderr.write('No incidents.\n');
}

async function show(id: string, options: IncidentOptions): Promise<void> {
  const { body } = await askIncident(options, id);
  if (options.output === 'json') return printJson(body);
  process.stdout.write(incidentText(body as ShownIncident));
}

async function resume(named: string | undefined, options: IncidentOptions): Promise<void> {
  const id = named ?? (await incidentToResume(options));
  if (id === null) process.exitCode = 1;
  else await say(id, '[RESUME-INC]', options);
}

/** Exit code 1 when it was too early or no command; the answer says what to do. */
async function say(id: string, text: string, options: IncidentOptions): Promise<void> {
  const said = { text, by: options.by };
  const { status, body } = await askIncident(options, id, '/say', said, [409, 422]);
  if (status !== 200) process.exitCode = 1;
  if (options.output === 'json') return printJson(body);
  const { reply, detail, remedy } = body as { reply?: string; detail?: string; remedy?: string };
  // Too early: the detail lists what is needed, each with its remedy.
  const answer = [reply ?? detail ?? '', status === 422 ? (remedy ?? '') : ''];
  const lines = answer.filter((part) => part !== '').flatMap((part) => part.split('\n'));
  process.stdout.write(`${lines.map(printable).join('\n')}\n`);
}
