/** Adds up what the test runs of this CI run reported, and closes with the one line that says it all. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'results');
const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of files) {
  const run = JSON.parse(await readFile(join(folder, name), 'utf8'));
  total.passed += run.numPassedTests;
  total.failed += run.numFailedTests;
  total.skipped += run.numPendingTests + (run.numTodoTests ?? 0);
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
