/** How a verb prints its data: for people, or as JSON. */
import { InvalidArgumentError } from 'commander';

export type OutputFormat = 'text' | 'json';

export function outputFormat(value: string): OutputFormat {
  if (value === 'text' || value === 'json') return value;
  throw new InvalidArgumentError('expected text or json.');
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
