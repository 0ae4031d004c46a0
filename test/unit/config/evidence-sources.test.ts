/** Which stores are asked for logs and traces, as the configuration names them. */
import { describe, expect, it } from 'vitest';
import { evidenceFor } from '../../../src/evidence-wiring.ts';
import { openLoki } from '../../../src/sandbox/loki.ts';
import { configFolder } from './config-folder.ts';

const { load } = configFolder();

describe('logs and traces', () => {
  it.each([
    ['', null, null],
    ['loki_url: http://l.example', true, null],
    ['tempo_url: http://t.example', null, 'tempo'],
    ['jaeger_url: http://j.example', null, 'jaeger'],
    ['{tempo_url: http://t.example, jaeger_url: http://j.example}', null, 'tempo'],
  ])('with %j are asked of whom it names', async (sources, hasLogs, source) => {
    const { logs, traces, close } = evidenceFor(
      await load(`sources: ${sources.startsWith('{') ? sources : `{${sources}}`}\n`),
    );
    close();
    expect([logs === null ? null : true, traces?.source ?? null]).toEqual([hasLogs, source]);
  });

  it('are asked with the headers that are configured', async () => {
    const server = await openLoki({ asksForTenant: true });
    const text = `sources: {loki_url: "${server.url}", loki_headers: {X-Scope-OrgID: shop}}\n`;
    const { logs, close } = evidenceFor(await load(text));
    const window = { from: '2026-11-22T10:00:00.000Z', to: '2026-11-22T11:00:00.000Z' };
    expect(await logs?.labels(window)).toEqual([]);
    close();
    await server.close();
    expect(server.requests[0]?.headers['x-scope-orgid']).toBe('shop');
  });

  it('are not asked at an address that may not be called', async () => {
    const config = await load('sources: {loki_url: "http://169.254.169.254"}\n');
    expect(() => evidenceFor(config)).toThrow('link-local');
  });
});
