/** Where calls may go: names are looked up by the system, and may not lead to a link-local address. */
import { isIP } from 'node:net';
import { describe, expect, it } from 'vitest';
import { guardedLookup, readTarget } from '../../../src/adapters/outbound-target.ts';

function lookUp(name: string, all: boolean): Promise<unknown> {
  return new Promise((resolve) => {
    guardedLookup(name, { all }, (error, found) => resolve(error?.code ?? found));
  });
}

describe('a looked-up name', () => {
  it('may be this machine', async () => {
    expect(isIP(String(await lookUp('localhost', false)))).not.toBe(0);
    expect(await lookUp('127.0.0.1', true)).toEqual([{ address: '127.0.0.1', family: 4 }]);
  });

  it.each(['169.254.169.254', 'fe80::1', '::ffff:169.254.169.254'])(
    'may not be %s',
    async (name) => {
      expect(await lookUp(name, false)).toBe('ELINKLOCAL');
      expect(await lookUp(name, true)).toBe('ELINKLOCAL');
    },
  );
});

describe('a target', () => {
  it.each([
    ['https://Prom.example.com/', 'https://prom.example.com', ''],
    ['http://10.0.0.7:9090/prometheus//', 'http://10.0.0.7:9090/prometheus', '/prometheus'],
    ['https://u:p@[2001:db8::1]:8443/x', 'https://[2001:db8::1]:8443/x', '/x'],
  ])('read from %s is %s', (url, base, prefix) => {
    expect(readTarget('Prometheus', url)).toMatchObject({ base, prefix });
  });
});
