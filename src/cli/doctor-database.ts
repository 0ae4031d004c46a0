/** The database: the one that DATABASE_URL names is asked, the embedded one is only looked at. */
import type { Config } from '../config/config.ts';
import { lookAtDatabase } from '../store/look-at-database.ts';
import { lookAtFolder } from '../store/look-at-folder.ts';
import { bad, type Checkup, checked, good, type Patience } from './doctor-checkup.ts';

const NAME = 'database';

export function database({ storage }: Config, { firstMs }: Patience): Promise<Checkup> {
  return storage.databaseUrl === null
    ? embedded(storage.dataDir)
    : external(storage.databaseUrl.reveal(), firstMs);
}

function external(url: string, timeoutMs: number): Promise<Checkup> {
  const remedy = 'Check DATABASE_URL, and whether its server takes connections from this machine.';
  return checked({ name: NAME, remedy }, async () => {
    const { version, place, obstacle } = await lookAtDatabase(url, timeoutMs);
    const text = `PostgreSQL ${version} at ${place}`;
    if (obstacle === null) return good(NAME, text);
    return bad(
      NAME,
      `${text}: ${obstacle}`,
      'Repair that, or set DATABASE_URL to another database.',
    );
  });
}

/** A process that works there is most likely the Tocsin that runs, so it is told and is not bad. */
function embedded(dataDir: string): Promise<Checkup> {
  const remedy = 'Repair that, or set DATABASE_URL to a PostgreSQL server.';
  return checked({ name: NAME, remedy }, async () => {
    const { holder, version } = await lookAtFolder(dataDir);
    const text = `embedded PostgreSQL in ${dataDir}`;
    if (holder !== null) {
      const where = holder.elsewhere === null ? '' : ` of ${holder.elsewhere}`;
      return good(NAME, `${text}; process ${holder.pid}${where} works there`);
    }
    return good(NAME, `${text}; ${version === null ? 'not made yet' : 'nobody works there'}`);
  });
}
