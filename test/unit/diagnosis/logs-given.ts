/** Lines and answers of a log store, for the tests of what they say. */
import type { LogScene } from '../../../src/diagnosis/log-scene.ts';
import type { LogLevel, LogLine, LogLines } from '../../../src/ports/logs.ts';

export const BASELINE = { from: '2026-11-22T09:00:00.000Z', to: '2026-11-22T10:00:00.000Z' };
export const INCIDENT = { from: '2026-11-22T10:00:00.000Z', to: '2026-11-22T10:10:00.000Z' };

export function line(at: string, text: string, level: LogLevel = 'error'): LogLine {
  return { at: `2026-11-22T${at}.000Z`, level, labels: { app: 'till' }, text };
}

export function lines(all: readonly LogLine[], truncated = false): LogLines {
  return { lines: all, truncated };
}

/** One line a minute over that many minutes. */
export function everyMinute(from: string, count: number, text: (n: number) => string): LogLine[] {
  return Array.from({ length: count }, (_, n) => {
    const at = new Date(Date.parse(`2026-11-22T${from}.000Z`) + n * 60_000).toISOString();
    return line(at.slice(11, 19), text(n));
  });
}

export function scene(part: Partial<LogScene>): LogScene {
  return {
    baseline: BASELINE,
    incident: INCIDENT,
    volume: null,
    patterns: null,
    before: null,
    after: null,
    ...part,
  };
}
