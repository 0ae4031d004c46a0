/** Needs Debian's packages `prometheus` and `prometheus-alertmanager`. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AlertmanagerServer, startAlertmanager } from '../given/alertmanager-server.ts';
import { freePort } from '../given/free-port.ts';
import { showLogsOfFailures } from '../given/logs-of-failures.ts';
import { checkMetrics } from '../given/promtool.ts';
import { ALERTMANAGER_TOKEN, type Answer, givenTocsin, type Tocsin } from '../given/tocsin.ts';
import { until } from '../given/until.ts';

let tocsin: Tocsin;
let alertmanager: AlertmanagerServer;
showLogsOfFailures(() => tocsin.log());

beforeAll(async () => {
  tocsin = await givenTocsin();
  const webhook = `${tocsin.url}/webhooks/alertmanager`;
  [alertmanager] = await Promise.all([
    startAlertmanager({ port: await freePort(), webhook, token: ALERTMANAGER_TOKEN }),
    tocsin.start(),
  ]);
});

afterAll(() => Promise.all([alertmanager.remove(), tocsin.remove()]));

const HOSTILE = '"} 1\ntocsin_evil_total{a="\\\\" \\n\u2028 🔔 \u0000';

it('promtool finds nothing wrong with what /metrics says, and nothing of an alert is in it', async () => {
  const atStart = await exposition();
  const labels = { alertname: `Down ${HOSTILE}`, service: HOSTILE, severity: 'critical' };
  await fire({ labels, annotations: { summary: HOSTILE } });
  const [incident] = await until('the alert arrives', async () => {
    const incidents = await tocsin.incidents();
    return incidents.length > 0 && incidents;
  });
  expect(incident.severity).toBe('SEV1');
  const opened = 'tocsin_incidents_opened_total{source="alertmanager"}';
  await until('it is counted', async () => (await tocsin.metric(opened)) === 1);
  const after = await exposition();
  expect(after).not.toContain('tocsin_evil_total');
  for (const text of [atStart, after]) expect(checkMetrics(text)).toEqual({ status: 0, said: '' });
});

async function exposition(): Promise<string> {
  return (await tocsin.request('/metrics')).text();
}

async function fire(alert: Answer): Promise<void> {
  const response = await fetch(`${alertmanager.url}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify([alert]),
  });
  expect(response.status, await response.text()).toBe(200);
}
