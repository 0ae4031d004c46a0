import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/domain/change.ts';
import { readChange } from '../../../src/webhooks/change.ts';

const read = (body: unknown) =>
  readChange(body, { githubEvent: null, receivedAt: '2026-11-22T10:00:00.000Z' });

function change(body: unknown): Change {
  const result = read(body);
  if (!result.ok || !('change' in result.value)) throw new Error(JSON.stringify(result));
  return result.value.change;
}

describe('any body at all', () => {
  const hostile = '\u0000<!channel>\u202E"; drop\nit';

  it('is cleaned', () => {
    const told = change({ summary: hostile, service: hostile, version: hostile });
    const clean = '\uFFFD<!channel>"; drop it';
    expect(told).toMatchObject({ summary: clean, services: [clean], version: clean });
  });

  it('never throws, and its times can be', () => {
    const value = fc.anything({ withNullPrototype: true });
    const shapes = fc.record(
      {
        deployment_status: value,
        deployment: value,
        workflow_run: value,
        repository: value,
        app: fc.record({
          metadata: fc.record({ name: value }),
          spec: fc.object(),
          status: fc.object(),
        }),
        payload: value,
        routing_key: value,
        links: value,
        summary: value,
        at: value,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(shapes, (body) => {
        const result = read(body);
        if (!result.ok || !('change' in result.value)) return;
        const { at, summary, services, link } = result.value.change;
        expect(new Date(at).toISOString()).toBe(at);
        expect([summary, ...services].every((text) => typeof text === 'string')).toBe(true);
        expect(link).toMatch(/^(https?:|$)/);
      }),
    );
  });
});
