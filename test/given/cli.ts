/** The command line, run to its end as a process of its own. */
import { resolve } from 'node:path';
import { startProcess } from './real-process.ts';

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = resolve(import.meta.dirname, '../..');

/** `env`: the whole environment but PATH. */
export async function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  const child = await startProcess({
    command: process.execPath,
    args: ['--import', 'tsx', 'src/cli/tocsin.ts', ...args],
    cwd: ROOT,
    env,
  });
  const { code } = await child.ended;
  return { code, stdout: child.stdout(), stderr: child.stderr() };
}
