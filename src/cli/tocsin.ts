#!/usr/bin/env node
/** The command line: one verb a file. Data goes to stdout, everything else to stderr. */
import { Command, CommanderError } from 'commander';
import { VERSION } from '../version.ts';
import { backtestVerb } from './backtest.ts';
import { checkVerb } from './check.ts';
import { demoVerb } from './demo.ts';
import { diagnoseVerb } from './diagnose.ts';
import { doctorVerb } from './doctor.ts';
import { explainVerb } from './explain.ts';
import { incidentVerbs } from './incident.ts';
import { replayVerb } from './replay.ts';
import { serveVerb } from './serve.ts';
import { testRulesVerb } from './test-rules.ts';

const USAGE = 2;

async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('tocsin')
    .description('Turns alerts into managed incidents.')
    .version(VERSION)
    .showHelpAfterError('(add --help for the options of a verb)')
    .exitOverride();
  for (const add of [
    serveVerb,
    demoVerb,
    checkVerb,
    testRulesVerb,
    explainVerb,
    backtestVerb,
    diagnoseVerb,
    incidentVerbs,
    replayVerb,
    doctorVerb,
  ]) {
    add(program);
  }
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : USAGE;
      return;
    }
    process.stderr.write(`tocsin: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

await main(process.argv);
// What hangs, the lookup of a name say, must not keep the process.
setTimeout(() => process.exit(), 500).unref();
