/** The account that PostgreSQL's programs run under: our own, or an unprivileged one when we are root. */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** nobody, nogroup: PostgreSQL refuses to run as root. */
const NOBODY = 65534;

/** The programs inherit nothing of our environment: it holds secrets. */
export const PROGRAM_ENV = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin',
  LC_ALL: 'C',
};

export interface ServerAccount {
  /** Who must own the data folder; null when it is ourselves and nothing has to change hands. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  /** Put before a program and its arguments. */
  readonly prefix: readonly string[];
  /** The same without the capability to reach what the account may not: what access(2) goes by. */
  readonly unaided: readonly string[];
}

/** The account for a data folder: root acts as the folder's owner, or as nobody. */
export async function accountFor(pgdata: string): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return { owner: null, prefix: [], unaided: [] };
  const found = await stat(pgdata).catch(() => null);
  const owner =
    found === null || found.uid === 0
      ? { uid: NOBODY, gid: NOBODY }
      : { uid: found.uid, gid: found.gid };
  const plain = ['setpriv', `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  return { owner, prefix: await reaching(plain), unaided: [...plain, '--'] };
}

/** Command and arguments that run `program` behind a prefix. */
export function behind(
  prefix: readonly string[],
  program: string,
  args: readonly string[],
): [string, string[]] {
  const [command = program, ...rest] = [...prefix, program, ...args];
  return [command, rest];
}

/** Reading and traversing whatever lies above the data folder helps where it is in root's own home. */
const REACH = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];

async function reaching(plain: readonly string[]): Promise<string[]> {
  // A container that dropped the capability can still run a data folder that everyone may reach.
  for (const prefix of [
    [...plain, ...REACH, '--'],
    [...plain, '--'],
  ]) {
    if (await works(prefix)) return prefix;
  }
  throw new Error(
    'PostgreSQL does not run as root, and setpriv (util-linux) is missing or may not change the user: run Tocsin as an ordinary user, install util-linux, or set DATABASE_URL',
  );
}

async function works(prefix: readonly string[]): Promise<boolean> {
  const [command, args] = behind(prefix, 'setpriv', ['--version']);
  return run(command, args, { env: PROGRAM_ENV }).then(
    () => true,
    () => false,
  );
}
