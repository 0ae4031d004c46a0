/** Everything that the API knows of one incident, in one JSON value. */
import { type ApiOptions, callApi } from './api-client.ts';
import { askIncident } from './incident-api.ts';

export async function exportIncident(id: string, options: ApiOptions): Promise<object> {
  const path = `/api/v1/incidents/${encodeURIComponent(id)}`;
  const { body: incident } = await askIncident(options, id);
  const [timeline, signals] = await Promise.all(
    ['timeline', 'signals'].map(
      async (part) => (await callApi(options, 'GET', `${path}/${part}`)).body,
    ),
  );
  const { evidence } = incident as { evidence: readonly { id: string }[] };
  const answers = await Promise.all(
    evidence.map(
      async (each) => (await callApi(options, 'GET', `${path}/evidence/${each.id}`)).body,
    ),
  );
  return { incident, timeline, signals, evidence: answers };
}
