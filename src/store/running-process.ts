/** A running process, told apart from a later one that was given the same number. */
import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const isLinux = process.platform === 'linux';

/** When a process began, as opaque text that differs between two holders of one pid; null when it is gone. */
export async function startOf(pid: number): Promise<string | null> {
  if (!isLinux) return (await ps('lstart=', pid)) || null;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  // The name in parentheses may hold anything; after it come the state and, nineteen fields on, the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const isDead = fields[0] === 'Z' || fields[0] === 'X';
  return isDead ? null : `${await bootId()}:${fields[19]}`;
}

/** The command line of a process, its words joined by spaces; empty when it is gone. */
export async function commandOf(pid: number): Promise<string> {
  if (!isLinux) return ps('command=', pid);
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return line.replaceAll('\0', ' ').trim();
}

/** Names the space in which a pid means something: another container counts its own. */
export async function pidSpace(): Promise<string> {
  const space = isLinux ? await readlink('/proc/self/ns/pid').catch(() => '') : '';
  return `${hostname()}/${space}`;
}

/** Waits until the process is gone; false when it still runs after `timeoutMs`. */
export async function goneWithin(pid: number, timeoutMs: number): Promise<boolean> {
  const start = await startOf(pid);
  const deadline = performance.now() + timeoutMs;
  while (start !== null && (await startOf(pid)) === start) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
}

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
}

async function ps(column: string, pid: number): Promise<string> {
  const { stdout } = await run('ps', ['-o', column, '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  return stdout.trim();
}
