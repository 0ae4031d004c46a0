/** Which streams of a log store are an alert's. */
import { describe, expect, it } from 'vitest';
import { logSelectors, selectorsToTry } from '../../../src/diagnosis/log-selectors.ts';

const KNOWN = ['service_name', 'app', 'namespace', 'pod'];

describe('the streams of an alert', () => {
  it.each([
    [
      'a service, by each label that the store has',
      { service: 'till', namespace: 'shop', severity: 'page' },
      [
        { namespace: 'shop', service_name: 'till' },
        { namespace: 'shop', app: 'till' },
      ],
    ],
    ['a pod', { pod: 'till-0', node: 'n1' }, [{ pod: 'till-0' }]],
    ['a namespace, where nothing else is told', { namespace: 'shop' }, [{ namespace: 'shop' }]],
    ['nobody', { alertname: 'X', cluster: 'c' }, []],
    ['nobody, where the value is empty', { service: '' }, []],
    [
      'what is written by others, as it is',
      { app: 'x"} or vector(1) or up{a="' },
      [{ app: 'x"} or vector(1) or up{a="' }, { service_name: 'x"} or vector(1) or up{a="' }],
    ],
    ['a name that only looks like one', { constructor: 'a', __proto__: 'b' }, []],
  ])('are those of %s', (_, labels, selectors) => {
    expect(logSelectors([labels], KNOWN)).toEqual(selectors);
  });

  it('have only labels that the store knows', () => {
    expect(logSelectors([{ service: 'till', namespace: 'shop' }], ['job'])).toEqual([]);
    expect(logSelectors([{ service: 'till' }], [])).toEqual([]);
  });

  it('are those that all alerts share', () => {
    const alerts = [
      { service: 'till', pod: 'till-0' },
      { service: 'till', pod: 'till-1' },
    ];
    expect(logSelectors(alerts, ['service_name', 'pod'])).toEqual([{ service_name: 'till' }]);
  });

  it('can be told', () => {
    const names = { team_app: ['app'], namespace: ['k8s_ns', 'namespace'] };
    const alert = { team_app: 'till', namespace: 'shop', service: 'ignored' };
    expect(logSelectors([alert], KNOWN, names)).toEqual([{ namespace: 'shop', app: 'till' }]);
  });
});

describe('the streams to try', () => {
  it("go on with the rules' name of the service, in the same place", () => {
    const alerts = [{ app: 'till-web', namespace: 'shop' }];
    expect(selectorsToTry({ alerts, service: 'till' }, KNOWN)).toEqual([
      { namespace: 'shop', app: 'till-web' },
      { namespace: 'shop', service_name: 'till-web' },
      { namespace: 'shop', service_name: 'till' },
      { namespace: 'shop', app: 'till' },
    ]);
  });

  it('end with what says only where, after those of the first alert alone', () => {
    const alerts = ['till-0', 'till-1'].map((pod) => ({ pod, namespace: 'shop' }));
    expect(selectorsToTry({ alerts, service: null }, KNOWN)).toEqual([
      { namespace: 'shop', pod: 'till-0' },
      { namespace: 'shop' },
    ]);
  });
});
