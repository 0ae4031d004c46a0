/** The log as pino writes it: one line per event, on standard error, with every secret blanked out. */
import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino';
import type { Log, LogFields } from '../ports/log.ts';
import { errorText, stackText } from './error-text.ts';
import { jsonLine, logfmtLine } from './log-line.ts';
import { createScrub } from './scrub.ts';

type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogSettings {
  /** The least that is written. */
  readonly level: LogLevel;
  readonly format: 'logfmt' | 'json';
  /** Texts that no line may hold, in any form; those under 4 characters are not looked for. */
  readonly secrets: readonly string[];
  /** Takes each line, its newline included; standard error unless given. */
  readonly write?: (line: string) => void;
}

/** A longer text is cut; alerts may carry megabytes. */
const LONGEST = 8192;
const DEEPEST = 6;
/** Keys that a line has anyway. */
const TAKEN: ReadonlySet<string> = new Set(['time', 'level', 'msg']);

/** Fields named like a key that every line has get an underscore behind them. Never throws for what it is given. */
export function createLog(settings: LogSettings): Log {
  const scrub = createScrub(settings.secrets);
  const root = pino(
    {
      level: settings.level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    lineWriter(settings),
  );

  function withFields(base: LogFields): Log {
    const at =
      (level: LogLevel) =>
      (message: string, fields: LogFields = {}) => {
        if (!root.isLevelEnabled(level)) return;
        root[level](tidied({ ...base, ...fields }, level, scrub), clip(scrub(message)));
      };
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      child: (fields) => withFields({ ...base, ...fields }),
    };
  }
  return withFields({});
}

function lineWriter({ format, write }: LogSettings): DestinationStream {
  const render = format === 'json' ? jsonLine : logfmtLine;
  const stderr = write ? null : destination({ dest: 2, sync: true });
  const put = write ?? ((line: string) => stderr?.write(line));
  return { write: (json) => void put(`${render(JSON.parse(json))}\n`) };
}

type Scrub = (text: string) => string;

/** A log line is never worth an exception: fields that cannot be read are said to be so. */
function tidied(fields: LogFields, level: LogLevel, scrub: Scrub): Record<string, unknown> {
  try {
    return tidy(fields, level, scrub);
  } catch (error) {
    return { fields_lost: clip(scrub(String(error))) };
  }
}

/** Fields as plain data: errors as text, secrets gone. On the `error` level an error brings its stack, as it may be a bug. */
function tidy(fields: LogFields, level: LogLevel, scrub: Scrub): Record<string, unknown> {
  const entries = Object.entries(fields).flatMap(([key, value]) => {
    const name = TAKEN.has(key) ? `${key}_` : scrub(key);
    const entry: [string, unknown] = [name, plain(value, scrub, DEEPEST)];
    if (level !== 'error' || !(value instanceof Error)) return [entry];
    return [entry, [`${name}_stack`, clip(scrub(stackText(value)))] as [string, unknown]];
  });
  return Object.fromEntries(entries);
}

function plain(value: unknown, scrub: Scrub, depth: number): unknown {
  if (typeof value === 'string') return clip(scrub(value));
  if (value instanceof Error) return clip(scrub(errorText(value)));
  if (typeof value === 'bigint' || typeof value === 'symbol') return clip(scrub(value.toString()));
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => plain(item, scrub, depth - 1));
  if (value instanceof Date || value instanceof URL) return clip(scrub(String(value)));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [scrub(key), plain(item, scrub, depth - 1)]),
  );
}

function clip(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
}
