/** A real process that remembers what it said, and that ends when the test does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Since the last signal that was sent; since the start when none was. */
  readonly seconds: number;
}

export interface RealProcess {
  readonly pid: number;
  /** What it wrote so far. */
  stdout(): string;
  stderr(): string;
  hasEnded(): boolean;
  readonly ended: Promise<Ended>;
  /** Sends the signal, SIGTERM unless told, and waits for the end; after half a minute it is killed. */
  end(signal?: NodeJS.Signals): Promise<Ended>;
}

export interface ProcessWish {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment but PATH. */
  readonly env?: Readonly<Record<string, string>>;
}

const PATIENCE_MS = 30_000;

/** Throws where the program is not installed. */
export async function startProcess(wish: ProcessWish): Promise<RealProcess> {
  const child = spawn(wish.command, wish.args, {
    cwd: wish.cwd,
    env: { PATH: process.env['PATH'] ?? '', ...wish.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
    let said = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    return () => said;
  });
  if (stdout === undefined || stderr === undefined) throw new Error('no output');
  let since = performance.now();
  const farewell = () => child.kill('SIGTERM');
  process.once('exit', farewell);
  // `close` and not `exit`: by then everything that it said has arrived.
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    process.off('exit', farewell);
    return { code, signal, seconds: (performance.now() - since) / 1000 };
  });
  ended.catch(() => undefined);
  await once(child, 'spawn');
  return {
    pid: child.pid ?? 0,
    stdout,
    stderr,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    ended,
    async end(signal = 'SIGTERM') {
      since = performance.now();
      child.kill(signal);
      const last = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      const how = await ended;
      clearTimeout(last);
      return how;
    },
  };
}
