/** What the doctor says about Prometheus and Alertmanager. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Patience } from '../../../src/cli/doctor-checkup.ts';
import { openAlertmanagerApi } from '../../../src/sandbox/alertmanager-api.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { openPrometheus } from '../../../src/sandbox/prometheus.ts';
import { freePort } from '../../given/free-port.ts';
import { IMPATIENT, type Practice, practice } from './a-doctor.ts';

let doctor: Practice;

beforeEach(async () => {
  doctor = await practice();
});

afterEach(() => doctor.close());

describe('Prometheus', () => {
  it('says how many targets it has, and how many are down', async () => {
    const prometheus = await doctor.opened(openPrometheus());
    prometheus.set('up', { instance: 'a' }, () => 1);
    prometheus.set('up', { instance: 'b' }, () => 0);
    prometheus.set('up', { instance: 'c' }, () => 1);
    const found = await doctor.examined({ PROMETHEUS_URL: prometheus.url });
    expect(found['Prometheus']).toMatchObject({
      state: 'good',
      text: 'answers; targets: 3, down: 1',
    });
  });

  it('that scrapes nothing is bad', async () => {
    const prometheus = await doctor.opened(openPrometheus());
    const found = await doctor.examined({ PROMETHEUS_URL: prometheus.url });
    expect(found['Prometheus']).toMatchObject({
      state: 'bad',
      text: 'answers, but scrapes nothing: there is no series of up',
    });
  });

  it.each([
    ['that asks for credentials', faults.answers(401, ''), '(401)', /prometheus_headers/],
    [
      'that hangs',
      faults.hang(),
      'did not answer within 0.8 s',
      /^Check PROMETHEUS_URL/,
      IMPATIENT,
    ],
    ['that is another server', faults.loginPage(), 'no JSON', /^Check PROMETHEUS_URL/],
  ])('%s is bad', async (_, fault, text, remedy, patience?: Patience) => {
    const prometheus = await doctor.opened(openPrometheus());
    prometheus.fail(fault, { times: 10 });
    const found = await doctor.examined({ PROMETHEUS_URL: prometheus.url }, '', patience);
    expect(found['Prometheus']).toMatchObject({
      state: 'bad',
      text: expect.stringContaining(text),
      remedy: expect.stringMatching(remedy),
    });
  });
});

describe('Alertmanager', () => {
  it('says how many alerts it holds', async () => {
    const alertmanager = await doctor.opened(openAlertmanagerApi());
    alertmanager.fire({ labels: { alertname: 'CheckoutDown' } });
    const found = await doctor.examined({ ALERTMANAGER_URL: alertmanager.url });
    expect(found['Alertmanager']).toMatchObject({
      state: 'good',
      text: 'answers; alerts: 1',
    });
  });

  it('that is away is bad', async () => {
    const found = await doctor.examined({
      ALERTMANAGER_URL: `http://127.0.0.1:${await freePort()}`,
    });
    expect(found['Alertmanager']).toMatchObject({
      state: 'bad',
      text: expect.stringContaining('(ECONNREFUSED)'),
    });
  });
});
