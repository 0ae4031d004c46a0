import { describe, expect, it } from 'vitest';
import { shownLine } from '../../../src/config/shown-line.ts';
import { configFolder } from './config-folder.ts';

const { read } = configFolder();

describe('a line of the file', () => {
  it.each([
    ['quiet_for: 5', 'quiet_for: 5'],
    ['  host: "a b"  # here', '  host: "a b"  # here'],
    ['pagerduty:', 'pagerduty:'],
    ['clocks: {quiet_for: 5, reopen_within: 1}', 'clocks: {quiet_for: 5, reopen_within: 1}'],
    ['architects: [policy:P1, user:X]', 'architects: [policy:P1, user:X]'],
    ['incident_channel: "slack:#ops"', 'incident_channel: "slack:#ops"'],
    ['api_token: canary', 'api_token: <secret>'],
    ['  api_tokn: canary', '  api_tokn: <secret>'],
    ['pagerduty: canary', 'pagerduty: <secret>'],
    [
      'pagerduty: {from: a, api_token: canary, port: 1}',
      'pagerduty: {from: a, api_token: <secret>',
    ],
    ['pagerduty: {from: a, api_token:canary}', 'pagerduty: {from: a, api_token:<secret>'],
    ['{"api_token":"canary"}', '{"api_token":<secret>'],
    ['prometheus_url: http://me:canary@p', 'prometheus_url: <secret>'],
    ['prometheus_headers: {Authorization: canary}', 'prometheus_headers: <secret>'],
    ['    Authorization: Bearer canary', '    Authorization: <secret>'],
    ['  canary: of a text with two lines, host: b', '  canary: <secret>'],
    ['  canary', '  <secret>'],
    ['', ''],
  ])('%j is shown as %j', (line, shown) => {
    expect(shownLine(line, 1)).toBe(shown);
  });

  it.each([
    ['confirm:\n  # who\n  - anyone\n  - group:sre', '  - group:sre'],
    ['webhook_secret:\n  - one\n  - canary', '  - <secret>'],
    ['zzz:\n  - one\n  - two\n  - canary', '  - <secret>'],
    ['- canary', '- <secret>'],
  ])('of the list %j is shown as %j', (text, shown) => {
    expect(shownLine(text, text.split('\n').length)).toBe(shown);
  });
});

describe('an error', () => {
  it.each([
    'pagerduty: canary',
    'pagerduty: {fallback: {email: "smtp://u:canary@mail.example"}}',
    'pagerduty: {api_token:canary}',
    'pagerduty: {routing_key: canary, from: 5}',
    'sources: {prometheus_headers: canary}',
    'sources: {prometheus_headers: {Authorization:canary}}',
    'sources:\n  prometheus_headers:\n    "Author ization": canary',
    'access:\n  api_tokn: canary',
    'access:\n  api_token: |\n    two words\n    canary\n  api_token: again',
    'access:\n  api_token: >\n    canary\n   wrong: indent',
  ])('about %j does not show its secret', async (text) => {
    const result = await read(`${text}\n`);
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toContain('canary');
  });
});
