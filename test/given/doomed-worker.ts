/** A process that takes a job, says so, and never finishes it; the tests kill it. */
import { openYard } from '../../src/jobs/yard.ts';
import { rememberingLog } from './remembering-log.ts';

const [redisUrl = '', databaseUrl = ''] = process.argv.slice(2);
const yard = await openYard({
  redisUrl: redisUrl === '' ? null : redisUrl,
  databaseUrl,
  log: rememberingLog(),
});
await yard.start(
  (job) =>
    new Promise(() => {
      process.stdout.write(`${job.rowId}\n`);
    }),
);
