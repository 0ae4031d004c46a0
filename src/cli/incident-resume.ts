/** Which incident is gone on with when nobody says which. */
import { type IncidentOptions, listIncidents } from './incident-api.ts';
import { incidentRow } from './incident-text.ts';
import { printJson } from './output-format.ts';

const OPEN = 'triage,diagnosing,recovering';
/** Its postmortem is still to be written. */
const RESOLVED = 'resolved';

/** The only one that is open, or else the only one without a postmortem; null, with a list to choose from, when there are several. */
export async function incidentToResume(options: IncidentOptions): Promise<string | null> {
  for (const status of [OPEN, RESOLVED]) {
    const { incidents } = await listIncidents(options, { status, limit: '20' });
    const [first, second] = incidents;
    if (first === undefined) continue;
    if (second === undefined) return first.incident_id;
    if (options.output === 'json') printJson({ incidents });
    else process.stdout.write(`${incidents.map(incidentRow).join('\n')}\n`);
    process.stderr.write('Several can be resumed; name one: tocsin incident resume ID\n');
    return null;
  }
  process.stderr.write('No incident is open. "tocsin incident list" shows those that were.\n');
  return null;
}
