/** Asks the alert source whether what looks over is only silenced, or fires on. */
import type { RecoveryCheck } from '../domain/gate-keys.ts';
import type { Signal } from '../domain/signal.ts';
import type { StandingAlert } from '../ports/alert-source.ts';
import { PortError } from '../ports/port-error.ts';
import type { Parts } from './parts.ts';

/** Nothing where no alert source is configured. */
export async function standingChecks(
  parts: Parts,
  signals: readonly Signal[],
): Promise<readonly RecoveryCheck[]> {
  if (parts.alertSource === null) return [];
  try {
    const ours = new Set(signals.map(({ fingerprint }) => fingerprint));
    const standing = await parts.alertSource.standing();
    return judged(standing.filter(({ signal }) => ours.has(signal.fingerprint)));
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const finding = `could not be asked: ${error.message}`;
    return [
      { name: 'not-silenced', passed: null, finding },
      { name: 'no-alert', passed: null, finding },
    ];
  }
}

function judged(standing: readonly StandingAlert[]): readonly RecoveryCheck[] {
  const firing = standing.filter(({ signal }) => signal.status === 'firing');
  const silenced = firing.find(({ suppressed }) => suppressed);
  const loud = firing.find(({ suppressed }) => !suppressed);
  return [
    silenced === undefined
      ? { name: 'not-silenced', passed: true, finding: 'no silence hides any of its alerts' }
      : {
          name: 'not-silenced',
          passed: false,
          finding: `${silenced.signal.name} still fires, ${silenced.reason}`,
        },
    loud === undefined
      ? { name: 'no-alert', passed: true, finding: 'none of its alerts fires' }
      : { name: 'no-alert', passed: false, finding: `${loud.signal.name} still fires` },
  ];
}
