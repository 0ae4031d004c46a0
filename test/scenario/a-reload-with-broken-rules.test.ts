import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkoutDown } from '../given/checkout.ts';
import { showLogsOfFailures } from '../given/logs-of-failures.ts';
import { givenTocsin, type Tocsin } from '../given/tocsin.ts';
import { BROKEN_RULES, brokenRulesText, RULES } from '../given/tocsin-folder.ts';

let tocsin: Tocsin;
showLogsOfFailures(() => tocsin.log());

beforeAll(async () => {
  tocsin = await givenTocsin();
  await tocsin.start();
});

afterAll(() => tocsin.remove());

const reload = () => tocsin.request('/-/reload', { method: 'POST' });

it('is answered 400 with the text of a start, and the last good rules stay in force until they are repaired', async () => {
  await writeFile(tocsin.folder.rulesFile, BROKEN_RULES);
  const refused = await reload();
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain(brokenRulesText(tocsin.folder.rulesFile));
  expect(await tocsin.metric('tocsin_config_last_reload_successful')).toBe(0);
  await tocsin.alert(checkoutDown());
  const [incident] = await tocsin.incidents();
  expect(incident.severity_proposal).toMatchObject({ severity: 'SEV1', rule: 'shop/critical' });

  await writeFile(tocsin.folder.rulesFile, RULES.replace('severity: SEV1', 'severity: SEV4'));
  const repaired = await reload();
  expect([repaired.status, await repaired.text()]).toEqual([200, 'Reloaded.\n']);
  expect(await tocsin.metric('tocsin_config_last_reload_successful')).toBe(1);
  const labels = { alertname: 'SearchDown', service: 'search', severity: 'critical' };
  await tocsin.alert({ labels });
  expect((await tocsin.incidents())[0].severity_proposal.severity).toBe('SEV4');
});
