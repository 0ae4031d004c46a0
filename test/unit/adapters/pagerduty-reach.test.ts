/** How PagerDuty is reached: over https and http, below a path, and without keeping the process alive. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPagerDutyPager } from '../../../src/adapters/pagerduty-pager.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import {
  openPagerDuty,
  type PagerDutySandbox,
  SANDBOX_ROUTING_KEY,
} from '../../../src/sandbox/pagerduty.ts';
import { PAGE } from './a-page.ts';
import { portErrorOf } from './port-error-of.ts';

let pagerduty: PagerDutySandbox;

beforeEach(async () => {
  pagerduty = await openPagerDuty();
});

afterEach(() => pagerduty.close());

describe('where PagerDuty is', () => {
  it('may be https with a private authority', async () => {
    const read = (name: string) =>
      readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');
    const ca = read('loopback-cert.pem');
    const secure = await openPagerDuty({ tls: { key: read('loopback-key.pem'), cert: ca } });
    const options = { routingKey: SANDBOX_ROUTING_KEY, eventsUrl: secure.url };
    await createPagerDutyPager({ ...options, ca }).trigger(PAGE);
    const error = await portErrorOf(createPagerDutyPager(options).trigger(PAGE));
    await secure.close();
    expect(secure.incidents).toHaveLength(1);
    expect([error.reason, error.message]).toEqual([
      'unavailable',
      expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
    ]);
  });

  it('may be below a path', async () => {
    const options = { routingKey: SANDBOX_ROUTING_KEY, eventsUrl: `${pagerduty.url}/proxy/` };
    await portErrorOf(createPagerDutyPager(options).trigger(PAGE));
    expect(pagerduty.requests[0]?.path).toBe('/proxy/v2/enqueue');
  });

  it('may not be a link-local address', () => {
    const options = { routingKey: SANDBOX_ROUTING_KEY, eventsUrl: 'http://169.254.169.254' };
    expect(() => createPagerDutyPager(options)).toThrowError(/link-local/);
  });
});

it('pages that failed leave nothing behind that would keep the process from ending', async () => {
  pagerduty.fail(faults.rateLimited());
  pagerduty.fail(faults.badGateway());
  pagerduty.fail(faults.breakOff());
  pagerduty.fail(faults.hang());
  const script = `
    import { createPagerDutyPager } from './src/adapters/pagerduty-pager.ts';
    const options = { routingKey: 'x'.repeat(32), timeoutMs: 300 };
    const pager = createPagerDutyPager({ ...options, eventsUrl: '${pagerduty.url}' });
    const nobody = createPagerDutyPager({ ...options, eventsUrl: 'http://127.0.0.1:1' });
    const reason = (error) => error.reason;
    const reasons = [];
    for (let n = 0; n < 4; n += 1) reasons.push(await pager.resolve('key').catch(reason));
    reasons.push(await nobody.resolve('key').catch(reason));
    const ended = performance.now();
    process.on('exit', () => console.log(JSON.stringify({ reasons, ms: performance.now() - ended })));`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 25_000 });
  const { reasons, ms } = JSON.parse(stdout) as { reasons: string[]; ms: number };
  expect(reasons).toEqual(['rate-limited', 'unavailable', 'unavailable', 'timeout', 'unavailable']);
  expect(ms).toBeLessThan(1000);
  expect(pagerduty.requests).toHaveLength(4);
});
