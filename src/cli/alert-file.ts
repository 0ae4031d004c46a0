/** An alert file is an Alertmanager webhook payload, or one alert of it, as signals; what is wrong is said with its place. */
import { type Diagnostic, wholeFile } from '../documents/diagnostic.ts';
import type { Signal } from '../domain/signal.ts';
import { readAlertmanager } from '../webhooks/alertmanager.ts';
import { faultIn } from '../webhooks/json-fault.ts';
import type { Refused } from '../webhooks/problem.ts';
import { readJson } from '../webhooks/raw-body.ts';
import { inputBytes } from './input-bytes.ts';
import { complain } from './rules-folder.ts';

/** At least one signal; null after saying what is wrong. `-` is stdin. */
export async function readAlertFile(file: string): Promise<readonly Signal[] | null> {
  const name = file === '-' ? 'stdin' : file;
  const bytes = await bytesOf(file);
  if (bytes === null) return refuse(remark(name, `${name} cannot be read`, 'alert/unreadable'));
  const json = readJson(bytes);
  if (!json.ok) return refuse(wrongJson(name, bytes, json));
  const read = readAlertmanager(asPayload(json.value), new Date().toISOString());
  if (!read.ok) return refuse(problemIn(name, read));
  const { signals, warnings } = read.value;
  for (const warning of warnings) process.stderr.write(`${name}: ${warning}\n`);
  if (signals.length > 0) return signals;
  return refuse(remark(name, 'There is no alert in it', 'alert/none'));
}

/** One alert alone has labels, a payload has alerts. */
function asPayload(value: unknown): unknown {
  const isAlert = typeof value === 'object' && value !== null && 'labels' in value;
  return isAlert && !('alerts' in value) ? { version: '4', alerts: [value] } : value;
}

async function bytesOf(file: string): Promise<Buffer | null> {
  try {
    return await inputBytes(file);
  } catch {
    return null;
  }
}

function wrongJson(file: string, bytes: Buffer, refused: Refused): Diagnostic {
  if (refused.error.code !== 'malformed_json') return problemIn(file, refused);
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const { line, column } = faultIn(text);
  const source = text.split('\n')[line - 1] ?? '';
  const message = 'This is not JSON';
  const place = { file, line, column, endColumn: column + 1, source };
  return { level: 'error', message, check: 'alert/malformed-json', ...place };
}

function problemIn(file: string, { error }: Refused): Diagnostic {
  return remark(file, error.detail, `alert/${error.code.replaceAll('_', '-')}`, error.remedy);
}

function remark(file: string, message: string, check: string, fix = FIX): Diagnostic {
  return wholeFile(file, { level: 'error', message, check, fix });
}

const FIX = 'Give the JSON that Alertmanager posts to a webhook, or one of its alerts.';

function refuse(remarkable: Diagnostic): null {
  complain([remarkable]);
  return null;
}
