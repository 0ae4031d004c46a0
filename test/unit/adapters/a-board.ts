/** A duty board on the sandbox's PagerDuty, and who is who there. */
import {
  createPagerDutyBoard,
  type PagerDutyBoardOptions,
} from '../../../src/adapters/pagerduty-board.ts';
import { systemClock } from '../../../src/adapters/system-clock.ts';
import type { DutyBoard } from '../../../src/ports/duty-board.ts';
import {
  type PagerDutySandbox,
  SANDBOX_API_TOKEN,
  SANDBOX_FROM,
} from '../../../src/sandbox/pagerduty.ts';

export const NOON = '2026-11-22T12:00:00.000Z';

export function boardOn(
  pagerduty: PagerDutySandbox,
  options: Partial<PagerDutyBoardOptions> = {},
): DutyBoard {
  return createPagerDutyBoard({
    apiToken: SANDBOX_API_TOKEN,
    from: SANDBOX_FROM,
    apiUrl: pagerduty.url,
    clock: systemClock,
    timeoutMs: 5000,
    ...options,
  });
}

export function userIdOf(pagerduty: PagerDutySandbox, name: string): string {
  const user = pagerduty.users.find((one) => one.name === name);
  if (user === undefined) throw new Error(`nobody is called ${name}`);
  return user.id;
}

/** `GET /users` … in order. */
export function requestsOf(pagerduty: PagerDutySandbox): string[] {
  return pagerduty.requests.map((one) => `${one.method} ${one.path}`);
}
