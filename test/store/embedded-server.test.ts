/** The embedded server: one owner per folder, and nothing that was committed is lost when its owner is killed. */
import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedServer } from '../../src/store/embedded-server.ts';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { findPostmaster } from '../../src/store/postmaster.ts';
import { sql } from '../given/database.ts';
import { live } from '../given/incident.ts';
import { endChildren, isRoot, keeper } from '../given/keeper-process.ts';
import { rememberingLog } from '../given/remembering-log.ts';
import { waitWatch } from '../given/stopwatch.ts';

let home: string;
let dataDir: string;
const opened: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tocsin-embedded-'));
  await chmod(home, 0o755);
  dataDir = join(home, 'data');
});

afterEach(async () => {
  await endChildren();
  await Promise.all(opened.splice(0).map((each) => each.close()));
  const left = await findPostmaster(join(dataDir, 'postgres'));
  if (left !== null) process.kill(left.pid, 'SIGQUIT');
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

async function server(log = rememberingLog()) {
  const next = await openEmbeddedServer({ dataDir, log });
  opened.push(next);
  return next;
}

async function store(): Promise<OpenStore> {
  const next = await openStore({ databaseUrl: null, dataDir, log: rememberingLog() });
  opened.push(next);
  return next;
}

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
const postmaster = () => findPostmaster(join(dataDir, 'postgres'));

describe('an embedded server', () => {
  it('lets nobody in without its password, and only from this machine', async () => {
    const { url } = await server();
    const without = new URL(url);
    without.password = '';
    await expect(sql(without.href, 'select 1')).rejects.toThrow(/password/);
    const [settings] = await sql(
      url,
      `select current_setting('listen_addresses') as address, current_setting('unix_socket_directories') as sockets,
         current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
    );
    expect(settings).toEqual({ address: '127.0.0.1', sockets: '', fsync: 'on', commit: 'on' });
    expect(await modeOf(join(dataDir, 'postgres.password'))).toBe('600');
    expect(await modeOf(join(dataDir, 'postgres'))).toBe('700');
    expect(new URL(url).password).toBe(
      (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim(),
    );
  });

  it.runIf(process.platform === 'linux')(
    'is told nothing of our environment, which holds secrets',
    async () => {
      await server();
      const environment = await readFile(`/proc/${(await postmaster())?.pid}/environ`, 'utf8');
      const names = environment.split('\0').map((line) => line.split('=')[0]);
      expect(names).toContain('PATH');
      expect(names).not.toContain('HOME');
    },
  );

  it('is gone after close, and has everything when it is opened again', async () => {
    const first = await store();
    const lived = await live(first.store, { id: 'INC-2026-03-17-001' });
    await first.close();
    opened.pop();
    expect(await postmaster()).toBeNull();
    const second = await store();
    expect(await second.store.load('INC-2026-03-17-001')).toEqual(lived);
  });

  it('says what it found when the cluster cannot be used', async () => {
    const pgdata = join(dataDir, 'postgres');
    await mkdir(pgdata, { recursive: true });
    await writeFile(join(pgdata, 'holiday.jpg'), '');
    await expect(server()).rejects.toThrow('holds files but no PostgreSQL cluster');
    await rm(join(pgdata, 'holiday.jpg'));
    await (await server()).close();
    opened.pop();

    await rm(join(dataDir, 'postgres.password'));
    await expect(server()).rejects.toThrow('postgres.password back from the backup');
    await writeFile(join(dataDir, 'postgres.password'), 'not this one');
    await expect(server()).rejects.toThrow('does not take the password in postgres.password');
    expect(await postmaster()).toBeNull();
    await writeFile(join(pgdata, 'PG_VERSION'), '12\n');
    await expect(server()).rejects.toThrow('was written by PostgreSQL 12');
    // Nobody holds the folder after a failure.
    await expect(stat(join(dataDir, 'tocsin.lock'))).rejects.toThrow('ENOENT');
  });

  it('begins again where a first start was cut short', async () => {
    await mkdir(join(dataDir, 'postgres.new', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'postgres.new.password'), 'half');
    const { url } = await server();
    expect(await sql(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('a process that is killed with kill -9', () => {
  it('leaves its server behind, and the next one adopts it with every committed row', async () => {
    const child = keeper(dataDir, 100_000);
    const firstUrl = (await child.next())?.opened;
    const committed: string[] = [];
    while (committed.length < 150) committed.push((await child.next())?.committed ?? 'nothing');
    await child.end('SIGKILL');
    const left = await postmaster();
    expect(left).not.toBeNull();

    const waited = waitWatch();
    const log = rememberingLog();
    const { url, adopted } = await server(log);
    expect(waited()).toBeLessThan(5000);
    expect([adopted, url]).toEqual([true, firstUrl]);
    expect(log.lines.map((line) => line.message)).toContainEqual(
      expect.stringContaining(`(process ${left?.pid})`),
    );
    const rows = await sql(url, 'select id from tocsin.incidents');
    expect(rows.map((row) => row['id'])).toEqual(expect.arrayContaining(committed));
  });

  it('together with its server has lost nothing that was committed', async () => {
    const child = keeper(dataDir, 100_000);
    await child.next();
    const committed: string[] = [];
    while (committed.length < 150) committed.push((await child.next())?.committed ?? 'nothing');
    process.kill((await postmaster())?.pid ?? 0, 'SIGKILL');
    await child.end('SIGKILL');
    // What PostgreSQL left says that it runs.
    await expect(stat(join(dataDir, 'postgres', 'postmaster.pid'))).resolves.toBeDefined();

    const { url, adopted } = await server();
    expect(adopted).toBe(false);
    const rows = await sql(url, 'select id from tocsin.incidents');
    expect(rows.map((row) => row['id'])).toEqual(expect.arrayContaining(committed));
  });

  it('with a server that does not answer any more has it stopped and started anew', async () => {
    const child = keeper(dataDir, 3);
    while ((await child.next())?.committed !== 'INC-2026-03-17-00003');
    await child.end('SIGKILL');
    const left = await postmaster();
    process.kill(left?.pid ?? 0, 'SIGSTOP');
    const log = rememberingLog();
    const { url, adopted } = await server(log);
    expect(adopted).toBe(false);
    expect(log.lines.map((line) => line.message)).toContainEqual(
      expect.stringContaining(`(process ${left?.pid}) does not answer: stopping it`),
    );
    expect(await sql(url, 'select count(*)::integer as n from tocsin.incidents')).toEqual([
      { n: 3 },
    ]);
  });
});

describe('a process that ends in an orderly way without closing', () => {
  it('takes its server along', async () => {
    const child = keeper(dataDir);
    await child.next();
    expect(await postmaster()).not.toBeNull();
    await child.end('SIGTERM');
    await expect.poll(postmaster, { timeout: 30_000 }).toBeNull();
    expect((await server()).adopted).toBe(false);
  });
});

describe('a second process on the same folder', () => {
  it('is refused within two seconds, and told which process is there', async () => {
    const first = keeper(dataDir);
    await first.next();
    const waited = waitWatch();
    await expect(server()).rejects.toThrow(`is in use by process ${first.pid}`);
    expect(waited()).toBeLessThan(2000);
    const second = keeper(dataDir);
    expect((await second.next())?.failed).toContain(`is in use by process ${first.pid}`);
    expect(await postmaster()).not.toBeNull();
  });
});

describe.runIf(isRoot)('as root', () => {
  it('runs PostgreSQL as nobody, also in a home that only root may enter', async () => {
    await chmod(home, 0o700);
    const { url } = await server();
    expect(await sql(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(65534);
    const status = await readFile(`/proc/${(await postmaster())?.pid}/status`, 'utf8');
    expect(status).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
  });

  it('takes over a folder that root copied back from a backup', async () => {
    const first = await store();
    const lived = await live(first.store, { id: 'INC-2026-03-17-001' });
    await first.close();
    opened.pop();
    execFileSync('chown', ['-R', '0:0', dataDir]);
    expect(await (await store()).store.load('INC-2026-03-17-001')).toEqual(lived);
  });

  it('an ordinary user works in a folder of its own, and is told when it is not', async () => {
    await mkdir(dataDir);
    await chown(dataDir, 65534, 65534);
    const child = keeper(dataDir, 2, true);
    expect((await child.next())?.opened).toMatch(/^postgres:/);
    expect((await child.next())?.committed).toBe('INC-2026-03-17-00001');
    await child.end('SIGKILL');
    const again = keeper(dataDir, 0, true);
    expect((await again.next())?.opened).toMatch(/^postgres:/);
    await again.end('SIGTERM');
    await expect.poll(postmaster, { timeout: 30_000 }).toBeNull();

    execFileSync('chown', ['-R', '1:1', join(dataDir, 'postgres')]);
    await chmod(join(dataDir, 'postgres'), 0o755);
    const stranger = keeper(dataDir, 0, true);
    expect((await stranger.next())?.failed).toContain('belongs to user 1');
  });
});
