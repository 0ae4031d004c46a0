import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { configFolder } from './config-folder.ts';

const { read, load, remarks } = configFolder();

describe('the clocks of a page', () => {
  it('are what the file says', async () => {
    const { policy } = await load(
      'clocks: {accept_page_within: 30s, confirm_page_within: 5m, escalations: 0}\n',
    );
    expect(policy).toEqual({
      ...DEFAULT_POLICY,
      acceptPageWithin: 30,
      confirmPageWithin: 300,
      escalations: 0,
    });
  });

  it.each([
    ['"escalations" must be at most 20', '{escalations: 21}'],
    ['"escalations" must be at least 0', '{escalations: -1}'],
    ['"escalations" must be a whole number [found 1.5]', '{escalations: 1.5}'],
    [
      '"accept_page_within" must be a duration [write 90s, 5m or 1h30m]',
      '{accept_page_within: none}',
    ],
  ])('%s', async (message, clocks) => {
    expect((await remarks(`clocks: ${clocks}\n`))[0]).toMatch(/^error 1:\d+ /u);
    expect((await remarks(`clocks: ${clocks}\n`))[0]).toContain(message);
  });

  it('let a severity be acknowledged later, or not at all', async () => {
    const { severities } = (
      await load(
        'severities: {SEV1: {acknowledge_within: none}, SEV2: {acknowledge_within: 15m}}\n',
      )
    ).policy;
    expect(severities).toEqual({
      ...DEFAULT_POLICY.severities,
      SEV1: { ...DEFAULT_POLICY.severities.SEV1, acknowledgeWithin: null },
      SEV2: { ...DEFAULT_POLICY.severities.SEV2, acknowledgeWithin: 900 },
    });
  });

  it('have their default where a key has no value', async () => {
    const text = 'severities:\n  SEV1:\n    acknowledge_within:\n    update_every:\n';
    expect((await load(text)).policy).toEqual(DEFAULT_POLICY);
  });

  it('say that a severity may also go without', async () => {
    expect(await remarks('severities: {SEV1: {acknowledge_within: never}}\n')).toEqual([
      'error 1:41 "acknowledge_within" must be a duration or none [write 90s, 5m, 1h30m or none]',
    ]);
  });
});

describe('authority', () => {
  it('is given to those who are named, and the rest is as usual', async () => {
    const { policy } = await load(
      'pagerduty: {authority: {lower: [commander, user:PLAN001, team:PSRE, role:admin], override: []}}\n',
    );
    expect(policy.authority).toEqual({
      confirm: ['anyone'],
      lower: ['commander', 'user:PLAN001', 'team:PSRE', 'role:admin'],
      override: [],
    });
  });

  it('says what may be written instead of what nobody can hold', async () => {
    const text = 'pagerduty:\n  authority:\n    confirm:\n      - anyone\n      - group:sre\n';
    const fix = '[write anyone, commander, user:ID, team:ID or role:NAME]';
    expect(await remarks(text)).toEqual([
      `error 5:9 item 2 of "confirm" must name who is meant, not "group:sre" ${fix}`,
    ]);
    const result = await read(text);
    expect(result.ok ? [] : result.error.map((one) => one.source)).toEqual(['      - group:sre']);
  });

  it.each(['', 'Anyone', 'user:', 'user:P 1', 'role:9', 'team:a,b', 'commander '])(
    'is not given to "%s"',
    async (grant) => {
      const text = `pagerduty: {authority: {lower: [${JSON.stringify(grant)}]}}\n`;
      expect((await remarks(text))[0]).toContain('item 1 of "lower" must name who is meant');
    },
  );

  it('is a list', async () => {
    expect(await remarks('pagerduty: {authority: {confirm: anyone}}\n')).toEqual([
      'error 1:34 "confirm" must be a list [found "anyone"]',
    ]);
  });
});
