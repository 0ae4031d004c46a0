/** Compares the alerts of open incidents with what Alertmanager holds, and what it holds with them. */
import type { StandingAlert } from '../ports/alert-source.ts';
import { endGone } from './end-gone.ts';
import { openIncidents } from './open-incidents.ts';
import type { Parts } from './parts.ts';
import { takeMissed } from './take-missed.ts';

/** Remembers from one round to the next. */
export interface Comparison {
  run(parts: Parts): Promise<void>;
  /** The rounds before do not count any more: another instance compared meanwhile, or nobody could. */
  forget(): void;
}

export function reconcileAlerts(): Comparison {
  const gone = endGone();
  const missed = takeMissed();
  const forget = (): void => {
    gone.forget();
    missed.forget();
  };
  return {
    forget,
    async run(parts) {
      if (parts.alertSource === null) return;
      let standing: readonly StandingAlert[];
      try {
        standing = await parts.alertSource.standing();
      } catch (error) {
        // Who was away may have started anew, and knows nothing yet.
        forget();
        throw error;
      }
      const open = await openIncidents(parts);
      await gone.round(parts, standing, open);
      await missed.round(parts, standing, open);
    },
  };
}
