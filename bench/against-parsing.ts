/** How long work on data takes, against parsing the JSON of that data in the same run. */
import { median } from '../src/diagnosis/robust.ts';

const ROUNDS = 15;

export interface Timed {
  readonly parseMs: number;
  readonly workMs: number;
}

/** Medians of 15 rounds. */
export function againstParsing<T>(json: string, work: (data: T) => void): Timed {
  const [parses, works]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const data = JSON.parse(json) as T;
    const parsed = performance.now();
    work(data);
    works.push(performance.now() - parsed);
    parses.push(parsed - start);
  }
  return { parseMs: median(parses), workMs: median(works) };
}

export function ratioOf({ parseMs, workMs }: Timed): number {
  return workMs / parseMs;
}
