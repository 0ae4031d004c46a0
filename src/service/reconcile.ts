/** Reconcile compares open incidents with what PagerDuty and Alertmanager hold now, and repairs what a lost webhook left behind. */
import { PortError } from '../ports/port-error.ts';
import type { Parts } from './parts.ts';
import { reconcileAlerts } from './reconcile-alerts.ts';
import { reconcileNotes } from './reconcile-notes.ts';
import { reconcilePages } from './reconcile-pages.ts';
import { reconcileSubscriptions } from './reconcile-subscriptions.ts';

export interface Reconciler {
  /** One comparison; what cannot be asked now is compared next time. */
  run(): Promise<void>;
}

type Round = (parts: Parts) => Promise<void>;

/** Each source on its own: one that is away keeps no other from being compared. */
export function createReconciler(parts: Parts): Reconciler {
  const rounds: readonly (readonly [string, Round])[] = [
    ['PagerDuty incidents', reconcilePages],
    ['PagerDuty notes', reconcileNotes],
    ['PagerDuty subscriptions', reconcileSubscriptions],
    ['Alertmanager alerts', reconcileAlerts()],
  ];
  const trouble = new Map<string, string>();
  return {
    async run() {
      for (const [name, round] of rounds) await once(parts, name, round, trouble);
    },
  };
}

async function once(
  parts: Parts,
  name: string,
  round: Round,
  trouble: Map<string, string>,
): Promise<void> {
  try {
    await round(parts);
    trouble.delete(name);
  } catch (error) {
    const reason = error instanceof PortError ? error.message : String(error);
    // The same trouble every minute is said once.
    if (trouble.get(name) !== reason) parts.log.warn('could not compare', { with: name, reason });
    trouble.set(name, reason);
  }
}
