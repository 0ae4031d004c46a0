/** A process that opens the store in a data folder, says so, and commits incidents until it is killed. */
import { openStore } from '../../src/store/open-store.ts';
import { live } from './incident.ts';
import { rememberingLog } from './remembering-log.ts';

const [dataDir = '', howMany = '0'] = process.argv.slice(2);
const say = (what: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(what)}\n`);

async function keep(): Promise<void> {
  const { store, url } = await openStore({ databaseUrl: null, dataDir, log: rememberingLog() });
  say({ opened: url });
  for (let number = 1; number <= Number(howMany); number++) {
    const id = `INC-2026-03-17-${String(number).padStart(5, '0')}`;
    await live(store, { id });
    say({ committed: id });
  }
  // The folder is kept until somebody ends this process.
  setInterval(() => undefined, 60_000);
}

process.on('SIGTERM', () => process.exit(0));
keep().catch((error: Error) => {
  say({ failed: error.message });
  process.exitCode = 1;
});
