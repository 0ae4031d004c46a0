import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const suite = (name: string, timeoutSeconds: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutSeconds * 1000,
    hookTimeout: Math.max(30, timeoutSeconds) * 1000,
  },
});

/** One project per cost: what a suite needs is in the name of its folder. */
export default defineConfig({
  test: {
    // Stories wait for servers and processes more than they compute, so two fit on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // CI adds up what each run wrote.
    reporters: process.env['CI']
      ? ['default', ['json', { outputFile: `.ci/results/${process.pid}.json` }]]
      : ['default'],
    projects: [
      // None takes that long by itself; a machine may have a bad moment.
      suite('unit', 30),
      suite('store', 60),
      // A story tells what it waited for in vain before its own time is over.
      suite('scenario', 120),
      suite('walls', 120),
      suite('redis', 60),
      suite('e2e', 300),
    ],
  },
});
