/** When a test fails, its assertion seldom tells why; what the processes said often does. */
import { afterEach } from 'vitest';

/** Called at the top of a test file; after a failed test `said` goes to standard error. */
export function showLogsOfFailures(said: () => string): void {
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') process.stderr.write(`\n${said()}\n`);
  });
}
