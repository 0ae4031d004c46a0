/** The labels of logs: what a label of an alert is called in the log store. */
import { describe, expect, it } from 'vitest';
import { configFolder } from './config-folder.ts';

const { load, remarks } = configFolder();

describe('the labels of logs', () => {
  it('are lists or single names', async () => {
    const config = await load('diagnosis: {log_labels: {service: [app, svc], namespace: ns}}\n');
    expect(config.diagnosis.logLabels).toEqual({ service: ['app', 'svc'], namespace: ['ns'] });
  });

  it.each([
    ['{service: "a=\\"b\\"} or {x"}', 'must be names of labels, which "a="b"} or {x" is not'],
    ['{service: [app, "1a"]}', 'must be names of labels, which "1a" is not'],
    ['[app]', '"log_labels" must be'],
  ])('cannot be %s', async (value, message) => {
    const said = await remarks(`diagnosis:\n  log_labels: ${value}\n`);
    expect(said.join('\n')).toContain(message);
    expect(said[0]).toMatch(/^error 2:/u);
  });
});
