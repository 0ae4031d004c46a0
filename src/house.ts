/** The house: every part built once and wired, on one page. */
import { randomUUID } from 'node:crypto';
import { createFileShelf } from './adapters/file-shelf.ts';
import { systemClock } from './adapters/system-clock.ts';
import type { Config } from './config/config.ts';
import { secretValues } from './config/redact.ts';
import type { Secret } from './config/secret.ts';
import { type Current, createCurrent, type SettingsInForce } from './current-settings.ts';
import { plusSeconds } from './domain/instant.ts';
import { createApp } from './http/app.ts';
import type { Front } from './http/front.ts';
import { takeLateDeliveries } from './http/late-deliveries.ts';
import { type Listening, listenOn } from './http/listen-on.ts';
import { openYard } from './jobs/yard.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import { createDispatch, type Dispatch } from './service/dispatch.ts';
import { createLearnedLabels } from './service/learned-labels.ts';
import { behindBreaker } from './service/pager-breaker.ts';
import type { Parts } from './service/parts.ts';
import { behindProbe, createProbe } from './service/probe.ts';
import { createReconciler, type Reconciler } from './service/reconcile.ts';
import { type Repeat, repeat } from './service/repeat.ts';
import { ringRefused } from './service/ring-refused.ts';
import { settle } from './service/settle.ts';
import { work } from './service/work.ts';
import { type OpenStore, openStore } from './store/open-store.ts';
import { createLog } from './telemetry/log.ts';
import { createMetrics, type Metrics as Telemetry } from './telemetry/metrics.ts';
import { VERSION } from './version.ts';
import { type Outside, outsideFor } from './wiring.ts';

/** The only seam for tests and the demo: what is given here stands in for what would be built. */
export interface Overrides {
  readonly clock?: Clock;
  readonly log?: Log;
  /** Seconds between sweeps, 1 unless told; 0: only `settle` sweeps. */
  readonly sweepEvery?: number;
}

export interface House {
  readonly parts: Parts;
  readonly log: Log;
  /** Listens on the configured address; port 0 takes a free one. */
  listen(): Promise<{ readonly url: string }>;
  /** The same as POST /-/reload. */
  reload: Front['reload'];
  /** Returns when everything that is due is done: outbox, queue and all. */
  settle(): Promise<void>;
  /** Compares with PagerDuty and Alertmanager now, as it happens every minute by itself. */
  reconcile(): Promise<void>;
  /** The shutdown ladder: door, sweeper, sends under way, jobs, store. */
  close(): Promise<void>;
}

/** Throws with a message for a person when a part cannot be built. */
export async function openHouse(current: Current, overrides: Overrides = {}): Promise<House> {
  const { config } = current;
  const log = overrides.log ?? logFor(config);
  const inForce = createCurrent(current.settings, current.read, log);
  const clock = overrides.clock ?? systemClock;
  // First, because an address that may not be called is found out here, before anything runs.
  const outside = outsideFor(config, log, clock);
  const cellar = await openCellar(config, log);
  const yard = await openYard({
    redisUrl: reveal(config.storage.redisUrl) || null,
    databaseUrl: cellar.url,
    log,
    patienceSeconds: JOB_PATIENCE_SECONDS,
  });
  const meter = createMetrics({ ...cellar, clock, version: VERSION });
  await meter.recall();
  const windows = { ...outside, yard, clock, log, meter };
  const { parts, dispatch } = furnish(config, cellar, inForce, windows);
  await yard.start((job) => work(parts, job));
  const front = frontOf(parts, config, meter, cellar.ping, inForce);
  const reconciler = createReconciler(parts);
  const beats = beatsOf(parts, { dispatch, reconciler, meter }, overrides.sweepEvery ?? 1);
  let door: Listening | null = null;
  return {
    parts,
    log,
    reload: front.reload,
    settle: () => takeLateDeliveries(parts).then(() => settle(dispatch, yard)),
    reconcile: () => reconciler.run(),
    async listen() {
      door = await listenOn(createApp(front), config.server);
      await begin(parts, beats);
      return door;
    },
    async close() {
      await door?.close();
      for (const beat of beats) await beat.stop();
      await reconciler.stop();
      await dispatch.idle();
      await yard.close();
      outside.close();
      await meter.flush().catch((error: unknown) => log.warn('counts are lost', { error }));
      await cellar.close();
    },
  };
}

/** A part of what the whole shutdown may take. */
const JOB_PATIENCE_SECONDS = 4;
const COMPARE_SECONDS = 60;
const FORGET_SECONDS = 3600;
const COUNTS_SECONDS = 5;
/** PagerDuty repeats a delivery for two days; a month also serves those who look back. */
const KEPT_SECONDS = 30 * 24 * 3600;

/** What happens again and again by itself; with `sweepEvery` 0 nothing does. */
function beatsOf(
  parts: Parts,
  {
    dispatch,
    reconciler,
    meter,
  }: { dispatch: Dispatch; reconciler: Reconciler; meter: Pick<Telemetry, 'flush'> },
  sweepEvery: number,
): readonly Repeat[] {
  const { store, clock, log } = parts;
  const isStill = sweepEvery === 0;
  const forget = () => store.forget(plusSeconds(clock.now(), -KEPT_SECONDS));
  return [
    repeat('sweep', sweepEvery, () => dispatch.sweep(), log),
    repeat('late deliveries', sweepEvery, () => takeLateDeliveries(parts), log),
    repeat('comparison', isStill ? 0 : COMPARE_SECONDS, () => reconciler.run(), log),
    repeat('counts', isStill ? 0 : COUNTS_SECONDS, () => meter.flush(), log),
    repeat('forgetting', isStill ? 0 : FORGET_SECONDS, forget, log),
  ];
}

async function begin(parts: Parts, beats: readonly Repeat[]): Promise<void> {
  for (const beat of beats) beat.start();
  await ringRefused(parts);
}

function openCellar({ storage }: Config, log: Log): Promise<OpenStore> {
  const databaseUrl = reveal(storage.databaseUrl) || null;
  return openStore({ databaseUrl, dataDir: storage.dataDir, log });
}

/** Dispatch works with the parts, and the parts wake the dispatch: the one knot, tied here. */
function furnish(
  config: Config,
  { store, outbox, ledger, turns, changes }: OpenStore,
  inForce: SettingsInForce,
  windows: Outside & Pick<Parts, 'yard' | 'clock' | 'log' | 'meter'>,
): { parts: Parts; dispatch: Dispatch } {
  let dispatch: Dispatch | null = null;
  const probe = createProbe(windows.clock);
  const parts: Parts = {
    ...windows,
    pager: behindBreaker(windows.pager, windows),
    metrics: windows.metrics === null ? null : behindProbe(windows.metrics, probe),
    probe,
    learned: createLearnedLabels(windows.clock),
    store,
    outbox,
    ledger,
    turns,
    changes,
    uid: randomUUID,
    settings: inForce.settings,
    shelf: createFileShelf(config.storage.outputFolder),
    wake: (ids) => dispatch?.wake(ids),
  };
  dispatch = createDispatch(parts);
  return { parts, dispatch };
}

function frontOf(
  parts: Parts,
  config: Config,
  meter: Telemetry,
  ping: OpenStore['ping'],
  inForce: SettingsInForce,
): Front {
  return {
    parts,
    apiToken: reveal(config.access.apiToken),
    alertmanagerToken: reveal(config.access.alertmanagerWebhookToken),
    changesToken: reveal(config.access.changesWebhookToken),
    pagerdutySecrets: config.pagerduty.webhookSecrets.map((secret) => secret.reveal()),
    exposition: meter.exposition,
    readiness: () => readiness(ping),
    reload: async () => {
      const reloaded = await inForce.reload();
      meter.reload(reloaded.applied, parts.clock.now());
      return reloaded;
    },
  };
}

function reveal(secret: Secret | null): string {
  return secret?.reveal() ?? '';
}

function logFor(config: Config): Log {
  return createLog({ level: config.log.level, format: 'logfmt', secrets: secretValues(config) });
}

async function readiness(ping: () => Promise<void>): ReturnType<Front['readiness']> {
  try {
    await ping();
    return { ready: true, components: { storage: 'ok', rules: 'ok' } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ready: false, components: { storage: reason, rules: 'ok' } };
  }
}
