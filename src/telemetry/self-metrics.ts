/** What the process says of itself: its build, its configuration, and whether it sees its database. */
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import { epochSeconds, type Instant } from '../domain/instant.ts';

export interface SelfMetrics {
  /** A new configuration was read: it holds now, or the last good one still does. */
  reload(success: boolean, at: Instant): void;
  censusUp(up: boolean): void;
}

/** Gauges whose names end like a counter's, which `promtool check metrics` faults; `nodejs_active_resources` tells more. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** `startedAt` is when the configuration was first read, with success, or there would be no process. */
export function selfMetrics(registry: Registry, version: string, startedAt: Instant): SelfMetrics {
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const registers = [registry];
  new Gauge({
    name: 'tocsin_build_info',
    help: 'Always 1; what runs is in the labels.',
    labelNames: ['version', 'node_version'],
    registers,
  }).set({ version, node_version: process.versions.node }, 1);
  const reloaded = new Gauge({
    name: 'tocsin_config_last_reload_successful',
    help: 'Whether the configuration and rules that were read last are in force.',
    registers,
  });
  const reloadedAt = new Gauge({
    name: 'tocsin_config_last_reload_success_timestamp_seconds',
    help: 'When configuration and rules were last read with success.',
    registers,
  });
  const census = new Gauge({
    name: 'tocsin_census_up',
    help: 'Whether the database answered; what is counted from it is absent otherwise.',
    registers,
  });
  const reload: SelfMetrics['reload'] = (success, at) => {
    reloaded.set(success ? 1 : 0);
    if (success) reloadedAt.set(epochSeconds(at));
  };
  reload(true, startedAt);
  return { reload, censusUp: (up) => census.set(up ? 1 : 0) };
}
