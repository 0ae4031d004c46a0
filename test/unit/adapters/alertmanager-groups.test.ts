/** How alerts are grouped at an Alertmanager that speaks its real API. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAlertmanager } from '../../../src/adapters/alertmanager.ts';
import {
  type AlertmanagerApi,
  openAlertmanagerApi,
} from '../../../src/sandbox/alertmanager-api.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { portErrorOf } from './port-error-of.ts';

const DOWN = { alertname: 'CheckoutDown', service: 'checkout', severity: 'critical' };
const SLOW = { alertname: 'SearchSlow', service: 'search' };

let server: AlertmanagerApi;
let source: ReturnType<typeof createAlertmanager>;

beforeEach(async () => {
  server = await openAlertmanagerApi();
  source = createAlertmanager({ baseUrl: server.url, timeoutMs: 2000 });
});

afterEach(async () => {
  source.close();
  await server.close();
});

describe('how alerts are grouped', () => {
  it('is by receiver and by the labels that it groups by, silenced ones too', async () => {
    server.fire({ labels: { ...DOWN, pod: 'a' } });
    server.fire({ labels: { ...DOWN, pod: 'b' }, receivers: ['tocsin', 'mail'] });
    server.fire({ labels: SLOW });
    server.silence(SLOW);
    const found = await source.groups();
    const told = found.map(({ receiver, labels, fingerprints }) => [
      receiver,
      labels['alertname'],
      fingerprints.length,
    ]);
    expect(told.sort()).toEqual([
      ['mail', 'CheckoutDown', 1],
      ['tocsin', 'CheckoutDown', 2],
      ['tocsin', 'SearchSlow', 1],
    ]);
    expect(found.every(({ labels }) => Object.keys(labels).join() === 'alertname')).toBe(true);
  });

  it('is not guessed from an answer that is no list of groups', async () => {
    server.fail(faults.answers(200, [{ labels: {} }]));
    expect(await portErrorOf(source.groups())).toMatchObject({ reason: 'malformed' });
  });
});
