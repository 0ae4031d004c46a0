/** Serve: settings, house, listen; and the shutdown ladder. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ConfigRequest } from './config/load-config.ts';
import { renderDiagnostics } from './documents/diagnostic.ts';
import { type House, openHouse } from './house.ts';
import { readSettings } from './read-settings.ts';
import { VERSION } from './version.ts';

export interface ServeRequest extends ConfigRequest {
  /** Where diagnostics for a person go. */
  readonly complain: (text: string) => void;
  readonly colour: boolean;
}

/** Whoever stops containers kills them after ten seconds. */
const LADDER_MS = 8_000;

/**
 * Runs until SIGTERM or SIGINT. Returns the exit code: 0 after an orderly end, 2 when the settings are wrong. What
 * hangs may still be under way then, so the caller ends the process.
 */
export async function serve(request: ServeRequest): Promise<number> {
  const read = () => readSettings(request);
  const first = await read();
  const found = first.ok ? first.warnings : first.error;
  if (found.length > 0) request.complain(renderDiagnostics(found, { colour: request.colour }));
  if (!first.ok) return 2;
  const house = await openHouse({ config: first.config, settings: first.settings, read });
  try {
    const { url } = await house.listen();
    house.log.info('Tocsin listens', { url, version: VERSION, pager: house.parts.pager.via });
    await untilToldToStop(house);
    return 0;
  } finally {
    await closeInTime(house);
  }
}

/** What does not finish in time stays in the outbox, and the next process takes it up as after a crash. */
async function closeInTime(house: House): Promise<void> {
  const isClosed = house.close().then(() => true);
  if (await Promise.race([isClosed, delay(LADDER_MS, false, { ref: false })])) return;
  house.log.warn('stopped before everything was finished, the next start goes on with it');
}

/** A second signal while closing ends the process at once. */
function untilToldToStop(house: House): Promise<void> {
  const reload = () => {
    house.reload().catch((error: unknown) => {
      house.log.error('reload failed, the last good settings stay', { error });
    });
  };
  process.on('SIGHUP', reload);
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals) => {
      house.log.info('stopping', { signal });
      process.off('SIGHUP', reload);
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}
