/**
 * How well the ranking of causes finds the true ones: on the PetShop data, which stays outside this repository, and on
 * faults put into its normal period. `npm run bench:diagnosis -- --data FOLDER [--json]`
 */
import { parseArgs } from 'node:util';
import { ratioOf, type Timed } from './against-parsing.ts';
import { type Bucket, calibration } from './calibration.ts';
import { readPetshop, type Scenario, UnreadableData } from './petshop.ts';
import { rankingTime } from './ranking-time.ts';
import { issueRows, quietWindows, type Row, syntheticRow } from './recall.ts';
import { FAULT_KINDS } from './synthetic-faults.ts';
import { wholeTime } from './whole-time.ts';

const USAGE = 'Usage: npm run bench:diagnosis -- --data FOLDER [--json]';
const SYNTHETIC_FAULTS = 60;
/** Not the seed that the method was looked at with while it was written. */
const SEED = 20_261_122;

async function main(): Promise<void> {
  const { data, json } = optionsOf();
  const scenarios = await readPetshop(data);
  const splits = [...new Set(scenarios.flatMap(({ issues }) => issues.map(({ split }) => split)))];
  const rows = scenarios.flatMap((scenario) => issueRows(scenario, splits));
  const quiet = scenarios.map(quietWindows);
  const sum = (key: 'windows' | 'quiet') => quiet.reduce((total, each) => total + each[key], 0);
  const specificity = sum('quiet') / sum('windows');
  if (json) return print(JSON.stringify({ rows, specificity }));
  for (const split of splits) {
    const own = scenarios.flatMap((scenario) => issueRows(scenario, [split]));
    printRows(`The true cause of the issues in "${split}"`, own);
  }
  print(`\nNo cause named in normal windows: ${specificity.toFixed(3)} of ${sum('windows')}`);
  scenarios.forEach(({ name }, index) => {
    const { windows = 0, quiet: count = 0 } = quiet[index] ?? {};
    print(`  ${name.padEnd(20)} ${(count / windows).toFixed(3)} of ${windows}`);
  });
  printRows('Synthetic faults at any node', syntheticRows(scenarios));
  printBuckets(calibration(scenarios, SYNTHETIC_FAULTS, SEED));
  printTimes();
}

function syntheticRows(scenarios: readonly Scenario[]): readonly Row[] {
  return scenarios.flatMap((scenario) =>
    FAULT_KINDS.map((kind) => syntheticRow(scenario, kind, SYNTHETIC_FAULTS, SEED)),
  );
}

function printRows(title: string, rows: readonly Row[]): void {
  print(`\n${title}\n  ${'scenario'.padEnd(20)} ${'metric'.padEnd(14)}    n   top-1   top-3`);
  for (const { scenario, metric, n, top1, top3 } of rows) {
    const numbers = [top1, top3].map((share) => share.toFixed(2).padStart(7)).join(' ');
    print(`  ${scenario.padEnd(20)} ${metric.padEnd(14)} ${String(n).padStart(4)} ${numbers}`);
  }
}

function printTimes(): void {
  print('\nTime for 40 services with 3 metrics of 600 points, medians');
  printTime('ranking', rankingTime());
  print('\nTime for all of it beyond the queries: series, ranking, frozen evidence; medians');
  printTime('diagnosis', wholeTime());
}

function printTime(what: string, time: Timed): void {
  const { workMs, parseMs } = time;
  print(`  ${what} ${workMs.toFixed(0)} ms, parsing the JSON ${parseMs.toFixed(0)} ms`);
  print(`  ratio ${ratioOf(time).toFixed(1)} (goal: under 10, and under 200 ms)`);
}

function printBuckets(buckets: readonly Bucket[]): void {
  print('\nConfidence of the first cause of those faults, and how often it was the true one');
  print(`  ${'confidence'.padEnd(12)}    n    said     was`);
  for (const { from, to, n, said, was } of buckets.filter((one) => one.n > 0)) {
    const numbers = [said, was].map((share) => share.toFixed(2).padStart(7)).join(' ');
    print(`  ${`${from} to ${to}`.padEnd(12)} ${String(n).padStart(4)} ${numbers}`);
  }
}

function optionsOf(): { data: string; json: boolean } {
  const options = { data: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
  try {
    const { data, json } = parseArgs({ options }).values;
    if (data !== undefined) return { data, json };
    return refuse('--data is missing: the folder with the PetShop data.');
  } catch (error) {
    return refuse(String(error instanceof Error ? error.message : error));
  }
}

function refuse(problem: string): never {
  process.stderr.write(`${problem}\n${USAGE}\n`);
  process.exit(2);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main().catch((error: unknown) => {
  if (error instanceof UnreadableData) refuse(error.message);
  throw error;
});
