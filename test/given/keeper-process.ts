/** Children of a test: the keeper of a data folder in a process of its own, as another user if need be. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Said {
  readonly opened?: string;
  readonly committed?: string;
  readonly failed?: string;
}

export interface Child {
  readonly pid: number;
  /** The next line that it says; null when it has ended. */
  next(): Promise<Said | null>;
  /** Sends the signal and waits until it is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

export const isRoot = process.getuid?.() === 0;
const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];
const children: Child[] = [];

export function keeper(dataDir: string, howMany = 0, asNobody = false): Child {
  const script = fileURLToPath(new URL('./keeper.ts', import.meta.url));
  const words = [process.execPath, '--import', 'tsx', script, dataDir, String(howMany)];
  const [command = '', ...args] = asNobody ? [...NOBODY, ...words] : words;
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const watched = watch(child);
  children.push(watched);
  return watched;
}

/** Ends what a failed test left running. */
export async function endChildren(): Promise<void> {
  await Promise.all(children.splice(0).map((child) => child.end('SIGKILL')));
}

function watch(child: ChildProcess): Child {
  if (child.stdout === null || child.pid === undefined) throw new Error('the child has no output');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'exit');
  return {
    pid: child.pid,
    async next() {
      const line = await lines.next();
      return line.done === true ? null : (JSON.parse(line.value) as Said);
    },
    async end(signal) {
      child.kill(signal);
      await ended;
    },
  };
}
