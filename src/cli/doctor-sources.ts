/** The sources: Prometheus, which must have something to tell, and Alertmanager. */
import { systemClock } from '../adapters/system-clock.ts';
import type { Config } from '../config/config.ts';
import { alertSourceFor, metricsFor } from '../wiring.ts';
import {
  bad,
  type Checkup,
  checked,
  credentialsIn,
  good,
  missing,
  type Patience,
} from './doctor-checkup.ts';

export function prometheus(config: Config, { furtherMs }: Patience): Promise<Checkup> {
  const name = 'Prometheus';
  const remedy = 'Check PROMETHEUS_URL from this machine.';
  const credentials = credentialsIn('sources.prometheus_headers', 'PROMETHEUS_URL');
  return checked({ name, remedy, credentials }, async () => {
    const metrics = metricsFor(config, furtherMs);
    if (metrics === null) {
      const hint =
        'Set PROMETHEUS_URL, or nothing is diagnosed and no recovery verified from data.';
      return missing(name, 'not configured', hint);
    }
    try {
      const { series, truncated } = await metrics.instant('up', systemClock.now());
      if (series.length === 0) {
        const hint = 'Look at its targets; with several tenants, at sources.prometheus_headers.';
        return bad(name, 'answers, but scrapes nothing: there is no series of up', hint);
      }
      const down = series.filter(({ points }) => points.at(-1)?.[1] === 0).length;
      const count = truncated ? `more than ${series.length}` : String(series.length);
      return good(name, `answers; targets: ${count}, down: ${down}`);
    } finally {
      metrics.close();
    }
  });
}

export function alertmanager(config: Config, { furtherMs }: Patience): Promise<Checkup> {
  const name = 'Alertmanager';
  const remedy = 'Check ALERTMANAGER_URL from this machine.';
  const credentials = credentialsIn('sources.alertmanager_headers', 'ALERTMANAGER_URL');
  return checked({ name, remedy, credentials }, async () => {
    const source = alertSourceFor(config, furtherMs);
    if (source === null) {
      const hint = 'Set ALERTMANAGER_URL, or a resolve that gets lost on its way stays lost.';
      return missing(name, 'cannot be asked: no address is configured', hint);
    }
    try {
      return good(name, `answers; alerts: ${(await source.standing()).length}`);
    } finally {
      source.close();
    }
  });
}
