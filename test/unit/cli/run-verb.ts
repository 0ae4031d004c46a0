/** Runs one verb of the command line in this process and catches what it prints. */
import { Command, CommanderError } from 'commander';
import { vi } from 'vitest';

export interface Ran {
  readonly out: string;
  readonly err: string;
  /** As the process would end. */
  readonly code: number;
}

export async function runVerb(add: (program: Command) => void, ...argv: string[]): Promise<Ran> {
  const printed = { out: '', err: '' };
  const catchIn = (key: 'out' | 'err') => (chunk: unknown) => {
    printed[key] += String(chunk);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(catchIn('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(catchIn('err')),
  ];
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    const program = new Command('tocsin').exitOverride();
    add(program);
    await program.parseAsync(argv, { from: 'user' });
    return { ...printed, code: Number(process.exitCode) };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { ...printed, code: error.exitCode };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}
