/** The demo is the first thing that anybody runs: it must come to its end by itself. */
import { expect, it } from 'vitest';
import { runCli } from '../given/cli.ts';

it('the demo goes from the first alert to MTTR, with its report written', async () => {
  const { code, stdout, stderr } = await runCli(['demo'], { NO_COLOR: '1' });
  expect(`${stderr}${code === 0 ? '' : stdout}`).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain('SEV1 confirmed by Lan Nguyen');
  expect(stdout).toContain('Users report no trouble any more');
  expect(stdout).toContain('Resolved: fixed, and the recovery is verified');
  expect(stdout).toMatch(/MTTR of SEV1: \d+(?:\.\d)? s/);
  expect(stdout).toMatch(/psm-artifacts\/incident-\S+\.md/);
}, 120_000);
