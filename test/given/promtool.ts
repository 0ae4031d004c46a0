/** What Prometheus' own checker says of metrics. Needs Debian's package `prometheus`. */
import { spawnSync } from 'node:child_process';

/** `promtool check metrics` with the exposition as its input. Throws ENOENT where it is not installed. */
export function checkMetrics(exposition: string): { status: number | null; said: string } {
  const { error, status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: exposition,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return { status, said: `${stdout}${stderr}` };
}
