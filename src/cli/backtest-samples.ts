/** The samples of a backtest: incidents with their signals and what was confirmed, from files or from the API. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { SEVERITIES } from '../domain/severity.ts';
import type { BacktestSample } from '../rules/backtest.ts';
import { type ApiOptions, callApi } from './api-client.ts';

const severity = z.enum(SEVERITIES);

const Signal = z.object({
  source: z.enum(['alertmanager', 'grafana', 'pagerduty', 'api']),
  fingerprint: z.string(),
  status: z.enum(['firing', 'resolved']),
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  startsAt: z.string().nullable(),
  endsAt: z.string().nullable(),
  generatorUrl: z.string(),
  groupKey: z.string(),
});

const Signals = z.object({ signals: z.array(Signal) });

const Incident = z.object({
  incident_id: z.string(),
  severity_proposal: z.object({ severity }),
  severity_confirmed: z.object({ severity, how: z.string().optional() }).nullable(),
});

const Exported = z.object({ incident: Incident, signals: Signals });
const Page = z.object({ incidents: z.array(Incident), next_cursor: z.string().nullable() });

/** What `tocsin incident export` printed, once or as a JSON list of several. Throws what is wrong with the file. */
export async function samplesOfFile(file: string): Promise<readonly BacktestSample[]> {
  const value = parseJson(file, await readFile(file, 'utf8'));
  const parsed = z.array(Exported).safeParse(Array.isArray(value) ? value : [value]);
  if (parsed.success) return parsed.data.map((one) => asSample(one.incident, one.signals));
  const issue = parsed.error.issues[0];
  throw new Error(
    `${file} holds no exported incidents: ${issue?.path.join('.')}: ${issue?.message}\n` +
      'Write it with: tocsin incident export ID > FILE',
  );
}

/** Every incident of a running service, with its signals. */
export async function samplesOfService(options: ApiOptions): Promise<readonly BacktestSample[]> {
  const samples: BacktestSample[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = new URLSearchParams({ limit: '200', ...(cursor === '' ? {} : { cursor }) });
    const { body } = await callApi(options, 'GET', `/api/v1/incidents?${query}`);
    const page: z.output<typeof Page> = Page.parse(body);
    for (const incident of page.incidents) samples.push(await sampleOf(options, incident));
    cursor = page.next_cursor;
  }
  return samples;
}

async function sampleOf(
  options: ApiOptions,
  incident: z.output<typeof Incident>,
): Promise<BacktestSample> {
  // Nothing to compare with: its signals need not be fetched.
  if (incident.severity_confirmed === null) return asSample(incident, { signals: [] });
  const path = `/api/v1/incidents/${encodeURIComponent(incident.incident_id)}/signals`;
  const { body } = await callApi(options, 'GET', path);
  return asSample(incident, Signals.parse(body));
}

/** A proposal that was accepted at the deadline is nobody's judgement. */
function asSample(
  incident: z.output<typeof Incident>,
  { signals }: z.output<typeof Signals>,
): BacktestSample {
  const { severity_confirmed: confirmed, severity_proposal: proposal } = incident;
  const byPerson = confirmed !== null && confirmed.how !== 'deadline';
  return {
    incidentId: incident.incident_id,
    signals,
    proposed: proposal.severity,
    confirmed: byPerson ? confirmed.severity : null,
  };
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON.`);
  }
}
