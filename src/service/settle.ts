/** Settle returns when everything that is due is done: outbox, queue and all. Tests and the demo wait with it instead of sleeping. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Yard } from '../ports/yard.ts';
import type { Dispatch } from './dispatch.ts';

const POLL_MS = 10;

export async function settle(dispatch: Dispatch, yard: Yard): Promise<void> {
  for (;;) {
    await dispatch.idle();
    const wakes = dispatch.wakes();
    const taken = await dispatch.sweep();
    // A queue that is away is not waited for: its rows come due again.
    const busy = await yard.busy().catch(() => 0);
    // A job wakes before it ends, so one that ended between the two questions shows in the wakes.
    if (taken === 0 && busy === 0 && dispatch.wakes() === wakes) return;
    await pause(POLL_MS);
  }
}
