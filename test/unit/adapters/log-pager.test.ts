/** The pager of a house without PagerDuty, and the clock of every house. */
import { expect, it } from 'vitest';
import { createLogPager } from '../../../src/adapters/log-pager.ts';
import { systemClock } from '../../../src/adapters/system-clock.ts';
import { readInstant } from '../../../src/domain/instant.ts';
import { PAGE } from './a-page.ts';

it('the log pager says what it would have sent, and remembers the last ones', async () => {
  const lines: string[] = [];
  const pager = createLogPager(
    (message, facts) => lines.push(`${message} ${facts['dedupKey']}`),
    2,
  );
  await pager.trigger(PAGE);
  await pager.trigger({ ...PAGE, dedupKey: 'key-2' });
  await pager.resolve('key-1');
  expect(pager.via).toBe('log');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^would page: .* tocsin-INC-2026-11-22-001-1$/);
  expect(pager.recent().map((sent) => [sent.action, sent.dedupKey, sent.page?.severity])).toEqual([
    ['trigger', 'key-2', 'SEV1'],
    ['resolve', 'key-1', undefined],
  ]);
});

it('the system clock tells the time as an instant', () => {
  const before = Date.now();
  const now = systemClock.now();
  expect(readInstant(now)).toBe(now);
  expect(Date.parse(now)).toBeGreaterThanOrEqual(before);
});
