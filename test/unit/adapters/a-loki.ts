/** A Loki with a shop's lines in it, and adapters that are closed again; once per file, outside of the tests. */
import { afterEach, beforeEach, vi } from 'vitest';
import { createLoki, type LokiOptions } from '../../../src/adapters/loki.ts';
import type { Logs } from '../../../src/ports/logs.ts';
import { type LokiSandbox, openLoki } from '../../../src/sandbox/loki.ts';

export const TILL = { service_name: 'till', namespace: 'shop' };
export const WINDOW = { from: '2026-11-22T10:00:00.000Z', to: '2026-11-22T10:05:00.000Z' };
export const LINES = { selector: TILL, ...WINDOW, order: 'newest-first', limit: 100 } as const;
export const VOLUME = { selector: TILL, ...WINDOW, step: 60 };

export function givenLoki(): {
  readonly server: () => LokiSandbox;
  readonly loki: (options?: Partial<LokiOptions>) => Logs;
} {
  let server: LokiSandbox;
  let opened: { close(): void }[];

  beforeEach(async () => {
    server = await openLoki();
    sell(server);
    opened = [];
  });

  afterEach(async () => {
    vi.useRealTimers();
    for (const one of opened) one.close();
    await server.close();
  });

  return {
    server: () => server,
    loki: (options = {}) => {
      const made = createLoki({ baseUrl: server.url, timeoutMs: 400, ...options });
      opened.push(made);
      return made;
    },
  };
}

/** Twelve sales from two pods, one failure, and a line of another service. */
function sell(server: LokiSandbox): void {
  for (let second = 0; second < 120; second += 10) {
    const at = new Date(Date.parse('2026-11-22T10:00:30Z') + second * 1000).toISOString();
    server.push({ ...TILL, pod: `till-${second % 20}` }, at, `level=info msg="sold" ms=${second}`);
  }
  const failure = 'level=error msg="no paper" printer=7';
  server.push(TILL, '2026-11-22T10:02:00.500Z', failure, { trace: 'a' });
  server.push({ service_name: 'stock' }, '2026-11-22T10:02:00Z', 'level=info msg="counted"');
}
