import { describe, expect, it } from 'vitest';
import { redact, secretValues } from '../../../src/config/redact.ts';
import { configFolder } from './config-folder.ts';

const { load, remarks } = configFolder();

describe('the headers of a source', () => {
  const text = `
sources:
  prometheus_headers:
    Authorization: Bearer canary-prom
    X-Scope-OrgID: "1"
    X-Unused:
  alertmanager_headers: {Authorization: "Basic canary-am"}
  loki_headers: {X-Scope-OrgID: canary-loki}
  tempo_headers: {X-Scope-OrgID: canary-tempo}
  jaeger_headers: {Authorization: Bearer canary-jaeger}
`;

  it('are secrets by name', async () => {
    const { sources } = await load(text);
    const revealed = Object.entries(sources.prometheusHeaders).map(([name, value]) => [
      name,
      value.reveal(),
    ]);
    expect(revealed).toEqual([
      ['Authorization', 'Bearer canary-prom'],
      ['X-Scope-OrgID', '1'],
    ]);
    expect(sources.alertmanagerHeaders['Authorization']?.reveal()).toBe('Basic canary-am');
    expect(sources.lokiHeaders['X-Scope-OrgID']?.reveal()).toBe('canary-loki');
    expect(sources.tempoHeaders['X-Scope-OrgID']?.reveal()).toBe('canary-tempo');
    expect(sources.jaegerHeaders['Authorization']?.reveal()).toBe('Bearer canary-jaeger');
  });

  it('are found with and without their scheme', async () => {
    const config = await load(text);
    const said = 'Bearer canary-prom, canary-prom, canary-am';
    expect(redact(said, secretValues(config))).toBe('<secret>, <secret>, <secret>');
    expect(JSON.stringify(config)).not.toContain('canary');
  });

  it.each([
    ['{"X Y": a}', '"X Y" must be the name of a header [write letters, digits, - and _]'],
    ['{"X-A\\r\\nX-B": a}', 'must be the name of a header'],
    ['{"__proto__": a}', '__proto__'],
    ['{X-Scope-OrgID: 1}', '"X-Scope-OrgID" must be text: put it in quotes'],
    ['{X-A: "a\\r\\nX-B: b"}', '"X-A" must be printable ASCII'],
    ['Bearer canary', '"prometheus_headers" must be a map of header names and values'],
    ['[a]', '"prometheus_headers" must be a map of header names and values'],
  ])('cannot be %j', async (value, message) => {
    const said = (await remarks(`sources:\n  prometheus_headers: ${value}\n`))[0];
    expect(said).toMatch(/^error 2:/u);
    expect(said).toContain(message);
    expect(said).not.toContain('canary');
  });
});
