/** The doctor on a folder of its own, with the settings that a test gives. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checkup, Patience } from '../../../src/cli/doctor-checkup.ts';
import { examine } from '../../../src/cli/doctor-examine.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import {
  SANDBOX_API_TOKEN,
  SANDBOX_FROM,
  SANDBOX_ROUTING_KEY,
} from '../../../src/sandbox/pagerduty.ts';

const WEBHOOK_SECRET = 'the-webhook-secret-of-the-doctor';

/** For what never answers. */
export const IMPATIENT: Patience = { firstMs: 500, furtherMs: 800 };

export interface Practice {
  readonly folder: string;
  /** What is said, by name. `file` is the text of the configuration. */
  examined(
    env?: Readonly<Record<string, string>>,
    file?: string,
    patience?: Patience,
    clock?: Clock,
  ): Promise<Readonly<Record<string, Checkup>>>;
  /** What is open here is closed with it. */
  opened<T extends Open>(opening: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface Open {
  close(): Promise<void>;
}

export async function practice(): Promise<Practice> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-doctor-'));
  const open: Open[] = [];
  return {
    folder,
    async examined(env = {}, text = '', patience = undefined, clock = undefined) {
      const file = join(folder, 'config.yaml');
      await writeFile(file, text, { mode: 0o600 });
      const own = { DATA_DIR: join(folder, 'data'), OUTPUT_FOLDER: join(folder, 'output') };
      const read = await loadConfig({ cwd: folder, file, env: { ...own, ...env } });
      if (!read.ok) throw new Error(JSON.stringify(read.error));
      const checkups = await examine(read.value, patience, clock);
      return Object.fromEntries(checkups.map((one) => [one.name, one]));
    },
    async opened(opening) {
      const one = await opening;
      open.push(one);
      return one;
    },
    async close() {
      for (const one of open.splice(0)) await one.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The variables for a PagerDuty sandbox at this address. */
export function pagerdutyAt(url: string): Readonly<Record<string, string>> {
  return {
    PAGERDUTY_ROUTING_KEY: SANDBOX_ROUTING_KEY,
    PAGERDUTY_API_TOKEN: SANDBOX_API_TOKEN,
    PAGERDUTY_FROM: SANDBOX_FROM,
    PAGERDUTY_EVENTS_URL: url,
    PAGERDUTY_API_URL: url,
    PAGERDUTY_WEBHOOK_SECRET: WEBHOOK_SECRET,
  };
}
