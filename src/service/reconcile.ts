/** Reconcile compares open incidents with what PagerDuty and Alertmanager hold now, and repairs what a lost webhook left behind. */
import { StoreUnavailable } from '../ports/incident-store.ts';
import { PortError } from '../ports/port-error.ts';
import type { Parts } from './parts.ts';
import { reconcileAlerts } from './reconcile-alerts.ts';
import { reconcileNotes } from './reconcile-notes.ts';
import { reconcilePages } from './reconcile-pages.ts';
import { reconcileSubscriptions } from './reconcile-subscriptions.ts';

export interface Reconciler {
  /** One comparison, unless another instance has the turn; what cannot be asked now is compared next time. */
  run(): Promise<void>;
  /** Gives the turn to whoever comes next. */
  stop(): Promise<void>;
}

type Round = (parts: Parts) => Promise<void>;

const TURN = 'comparison';
/** Two rounds: who compares goes on comparing, because it remembers; who dies is missed for this long. */
const TURN_SECONDS = 120;
/** A round may take longer than its turn, so the turn is renewed meanwhile. */
const RENEW_SECONDS = 40;

/** Each source on its own: one that is away keeps no other from being compared. */
export function createReconciler(parts: Parts): Reconciler {
  const alerts = reconcileAlerts();
  const pages = reconcilePages();
  const forget = () => {
    alerts.forget();
    pages.forget();
  };
  const rounds: readonly (readonly [string, Round])[] = [
    ['PagerDuty incidents', pages.run],
    ['PagerDuty notes', reconcileNotes()],
    ['PagerDuty subscriptions', reconcileSubscriptions],
    ['Alertmanager alerts', alerts.run],
  ];
  const trouble = new Map<string, string>();
  return {
    async run() {
      if (!(await isOurTurn(parts))) return forget();
      await whileOurs(parts, async () => {
        for (const [name, round] of rounds) await once(parts, name, round, trouble);
      });
    },
    stop: () => parts.turns.release(TURN).catch(passOver),
  };
}

/** While the store is away it is nobody's. */
async function isOurTurn({ turns, log }: Parts): Promise<boolean> {
  return turns.take(TURN, TURN_SECONDS).catch((error: unknown) => {
    passOver(error);
    log.debug('no comparison while the store is away');
    return false;
  });
}

function passOver(error: unknown): void {
  if (!(error instanceof StoreUnavailable)) throw error;
}

async function whileOurs({ turns }: Parts, work: () => Promise<void>): Promise<void> {
  // A renewal that fails is made up for by the next one, or by the next round.
  const renew = () => void turns.take(TURN, TURN_SECONDS).catch(() => undefined);
  const timer = setInterval(renew, RENEW_SECONDS * 1000);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
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
