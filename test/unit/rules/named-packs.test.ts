import { describe, expect, it } from 'vitest';
import { readRules } from '../../../src/rules/rule-loader.ts';

const rules = (diagnose: string) =>
  `groups: [{name: g, rules: [{rule: r, match: ['a = "b"'], severity: SEV1, reason: x, diagnose: ${diagnose}}]}]\n`;

const read = (diagnose: string, packs: readonly string[] | null = ['red', 'kubernetes']) =>
  readRules([{ file: 'a.yaml', text: rules(diagnose) }], packs);

describe('the query packs that a rule names', () => {
  it('are kept in their order, each once', () => {
    const result = read('[kubernetes, red, kubernetes]');
    expect(result.ok && result.value.groups[0]?.rules[0]?.diagnose).toEqual(['kubernetes', 'red']);
  });

  it('must be there', () => {
    expect(read('[red, kubernets]')).toMatchObject({
      ok: false,
      error: [
        {
          check: 'rules/pack',
          message: 'there is no query pack "kubernets"',
          fix: 'did you mean "kubernetes"?',
          line: 1,
          column: 101,
          subject: 'g/r',
        },
      ],
    });
  });

  it('may be any where nobody knows the packs', () => {
    expect(read('[whatever]', null).ok).toBe(true);
  });
});
