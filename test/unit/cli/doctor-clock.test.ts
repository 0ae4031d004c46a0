/** What the doctor sees of the machine's clock, beside PagerDuty's. */
import { expect, it } from 'vitest';
import { plusSeconds } from '../../../src/domain/instant.ts';
import { openPagerDuty } from '../../../src/sandbox/pagerduty.ts';
import { NOON } from '../adapters/a-board.ts';
import { pagerdutyAt, practice } from './a-doctor.ts';

/** PagerDuty tells whole seconds only. */
const OURS = plusSeconds(NOON, 0.5);

it.each([
  [30, 'good', "30 s away from PagerDuty's"],
  [-30, 'good', "30 s away from PagerDuty's"],
  [31, 'bad', "31 s behind PagerDuty's"],
  [-31, 'bad', "31 s ahead of PagerDuty's"],
])('a clock that PagerDuty is %i s ahead of is judged', async (ahead, state, text) => {
  const doctor = await practice();
  const pagerduty = await openPagerDuty({ clock: { now: () => plusSeconds(NOON, ahead) } });
  const found = await doctor.examined(pagerdutyAt(pagerduty.url), '', undefined, {
    now: () => OURS,
  });
  expect(found['clock']).toMatchObject({ state, text });
  await Promise.all([doctor.close(), pagerduty.close()]);
});
