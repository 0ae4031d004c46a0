import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../given/free-port.ts';
import { givenTocsin, type Tocsin } from '../given/tocsin.ts';

let tocsin: Tocsin;

beforeAll(async () => {
  tocsin = await givenTocsin();
});

afterAll(() => tocsin.remove());

it('the second ends at once and names the first, which goes on undisturbed', async () => {
  const first = await tocsin.start();
  const second = await tocsin.launch({ PORT: String(await freePort()) });
  const { code, seconds } = await second.ended;
  expect(code).toBe(1);
  expect(seconds).toBeLessThan(10);
  expect(second.stderr()).toContain(
    `tocsin: ${tocsin.folder.dataDir} is in use by process ${first.pid}: stop that process`,
  );
  expect(second.stderr()).not.toContain('    at ');
  expect((await tocsin.request('/-/ready')).status).toBe(200);
  expect(await tocsin.postmaster()).not.toBeNull();
});
