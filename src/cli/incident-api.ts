/** What the incident verbs ask of a running Tocsin, with errors that say which verb helps. */
import { type Command, InvalidArgumentError } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { type ApiAnswer, type ApiOptions, callApi } from './api-client.ts';
import type { ShownIncident } from './incident-text.ts';
import { type OutputFormat, outputFormat } from './output-format.ts';

export interface IncidentOptions extends ApiOptions {
  readonly output?: OutputFormat;
  readonly by: string;
}

/** The options that every incident verb has. */
export function withIncidentOptions(verb: Command): Command {
  return verb
    .option('--url <url>', 'the running service (default: http://127.0.0.1:$PORT)')
    .option('--timeout <seconds>', 'for one request', '30')
    .option('--by <name>', 'who says it', readEnvironment()['USER'] || 'cli')
    .option('-o, --output <format>', 'text or json', outputFormat, 'text');
}

/** In capitals, as they are kept. */
export function incidentId(value: string): string {
  const id = value.trim().toUpperCase();
  if (/^INC-\d{4}-\d{2}-\d{2}-\d{3,6}$/.test(id)) return id;
  throw new InvalidArgumentError(
    'ids look like INC-2026-11-22-001; "tocsin incident list" shows them.',
  );
}

/** Throws with what to do where there is no such incident; `allow` lists codes that the caller reads itself. */
export async function askIncident(
  options: ApiOptions,
  id: string,
  part = '',
  said?: unknown,
  allow: readonly number[] = [],
): Promise<ApiAnswer> {
  const path = `/api/v1/incidents/${encodeURIComponent(id)}${part}`;
  const method = said === undefined ? 'GET' : 'POST';
  const answer = await callApi(options, method, path, said, [404, ...allow]);
  if (answer.status !== 404) return answer;
  throw new Error(`There is no incident ${id}.\n"tocsin incident list" shows what there is.`);
}

/** The newest first; `query` as the API takes it. */
export async function listIncidents(
  options: ApiOptions,
  query: Readonly<Record<string, string>>,
): Promise<{ readonly body: unknown; readonly incidents: readonly ShownIncident[] }> {
  const { body } = await callApi(options, 'GET', `/api/v1/incidents?${new URLSearchParams(query)}`);
  return { body, incidents: (body as { incidents: ShownIncident[] }).incidents };
}
