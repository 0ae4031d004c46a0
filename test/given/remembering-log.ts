/** A log that remembers its lines instead of writing them. */
import type { Log, LogFields } from '../../src/ports/log.ts';
import { createLog } from '../../src/telemetry/log.ts';

interface Line {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

export interface RememberingLog extends Log {
  readonly lines: readonly Line[];
}

export function rememberingLog(): RememberingLog {
  const lines: Line[] = [];
  const withFields = (base: LogFields): Log => {
    const at =
      (level: Line['level']) =>
      (message: string, fields: LogFields = {}) => {
        lines.push({ level, message, fields: { ...base, ...fields } });
      };
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      child: (fields) => withFields({ ...base, ...fields }),
    };
  };
  return { ...withFields({}), lines };
}

/** The lines as the real log writes them when it knows of no secret to blank. */
export function logText({ lines }: RememberingLog): string {
  let text = '';
  const log = createLog({
    level: 'debug',
    format: 'logfmt',
    secrets: [],
    write: (line) => {
      text += line;
    },
  });
  for (const { level, message, fields } of lines) log[level](message, fields);
  return text;
}
