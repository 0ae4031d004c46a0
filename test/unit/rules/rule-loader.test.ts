import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRules, readRules } from '../../../src/rules/rule-loader.ts';
import { workWatch } from '../../given/stopwatch.ts';
import { bookOf, remarks } from './books.ts';

const rule = (name: string, rest: string) =>
  `      - rule: ${name}\n        reason: x\n${rest.replace(/^/gmu, '        ')}\n`;
const group = (...rules: readonly string[]) =>
  `groups:\n  - name: g\n    rules:\n${rules.join('')}`;

describe('a rule file that is wrong', () => {
  it('is told with everything at its place', () => {
    expect(
      remarks(`groups:
  - name: payment
    rules:
      - rule: CheckoutDown
        match:
          - 'alertname =~ "Checkout(?=Down)"'
          - "env = 'prod'"
        severity: SEV9
        severty: SEV1
        when: labels.tier == "0"
        reason: x
      - rule: no/slash
        match: []
        severity: sev2
        runbook_url: javascript:alert(1)
      - match: ['a = "b"']
        severity: critical
`),
    ).toEqual([
      '1.yaml:6:36 payment/CheckoutDown rules/matcher: the regex is not valid: invalid or unsupported Perl syntax [RE2 has no lookahead: add a second matcher instead]',
      "1.yaml:7:20 payment/CheckoutDown rules/matcher: ' is no quote here [use double quotes]",
      '1.yaml:8:19 payment/CheckoutDown rules/severity: unknown severity "SEV9" [expected one of SEV1, SEV2, SEV3, SEV4]',
      '1.yaml:9:9 payment/CheckoutDown schema/unknown-field: unknown field "severty" [did you mean "severity"?]',
      '1.yaml:10:9 payment/CheckoutDown schema/unknown-field: unknown field "when" [expected one of rule, match, severity, reason, affected_services, impact, correlate_by, runbook_url, diagnose]',
      '1.yaml:12:15 payment/no/slash rules/name: "rule" must be a plain name [letters, digits and . : _ -, at most 100]',
      '1.yaml:14:19 payment/no/slash rules/severity: unknown severity "sev2" [did you mean "SEV2"?]',
      '1.yaml:15:22 payment/no/slash schema/value: "runbook_url" must be a plain http or https address',
      '1.yaml:16:9 payment schema/missing-field: missing field "rule"',
      '1.yaml:17:19 payment rules/severity: unknown severity "critical" [expected one of SEV1, SEV2, SEV3, SEV4]',
    ]);
  });

  it.each([
    ['groups: []\n', '1.yaml:1:1 schema/value: "groups" must not be empty'],
    ['groups: [{name: g, rules: []}]\n', '1.yaml:1:20 g schema/value: "rules" must not be empty'],
    ['', '1.yaml:1:1 schema/type: the file must be a map of fields [found nothing]'],
    [
      'groups: [{name: g, rules: [{rule: r, match: ["a"], severity: SEV1}], defalt: SEV1}]',
      '1.yaml:1:48 g/r rules/matcher: an operator is missing here [one of = != =~ !~]',
    ],
  ])('%s', (text, first) => {
    expect(remarks(text)[0]).toBe(first);
  });

  it('may not use a name twice', () => {
    const one = group(rule('r', 'match: [\'a = "1"\']\nseverity: SEV1'));
    const two = group(
      rule('r', 'match: [\'a = "1"\']\nseverity: SEV1'),
      rule('r', 'match: [\'a = "2"\']\nseverity: SEV1'),
      rule('default', 'match: [\'a = "3"\']\nseverity: SEV1'),
    );
    expect(remarks(one, two)).toEqual([
      '2.yaml:2:11 g rules/duplicate: there is a group "g" already [give it another name]',
      '2.yaml:8:15 g/r rules/duplicate: there is a rule "r" already [give it another name]',
      '2.yaml:12:15 g/default rules/duplicate: a rule cannot be called "default": that names the default of its group [give it another name]',
    ]);
  });
});

describe('a rule file that is odd', () => {
  const warnings = (...rules: readonly string[]) => remarks(group(...rules));

  it('gets no warning when it is not', () => {
    expect(
      warnings(
        rule('a', 'match: [\'a = "1"\']\nseverity: SEV2'),
        rule('b', 'match: [\'a =~ "1|2"\']\nseverity: SEV3'),
        rule('c', 'match: [\'a != "1"\', \'a != "2"\']\nseverity: SEV2'),
      ),
    ).toEqual([]);
  });

  it.each([
    ['[]', 'every alert matches this rule'],
    ["['{}']", 'every alert matches this rule'],
    ['[\'a =~ ".*"\']', 'every alert matches this rule'],
    ['[\'a = "1"\', \'a = "2"\']', 'no alert can match: a="1" and a="2"'],
    ['[\'a =~ "1|2"\', \'a != "1"\', \'a !~ "2.*"\']', null],
    ['[\'a = "1"\', \'a != "1"\']', 'no alert can match: a="1" and a!="1"'],
    ['[\'a =~ "1|2"\', \'a =~ "3.*"\']', 'no alert can match: a=~"1|2" and a=~"3.*"'],
    ['[\'a =~ "x.*"\', \'a !~ "x.*"\']', 'no alert can match: a=~"x.*" and a!~"x.*"'],
    ['[\'a !~ ".*"\']', 'no alert can match: a!~".*"'],
  ])('match: %s', (match, message) => {
    const found = warnings(rule('r', `match: ${match}\nseverity: SEV4`)).map(
      (one) => one.split(': ').slice(1).join(': ').split(' [')[0],
    );
    expect(found).toEqual(message === null ? [] : [message]);
  });

  it.each<[string, string, string, string, boolean]>([
    ['SEV1', '[\'a = "1"\']', 'SEV2', '[\'a = "1"\', \'b = "2"\']', true],
    ['SEV1', '[\'a =~ "1.*"\']', 'SEV2', '[\'a = "12"\']', true],
    ['SEV1', '[\'a =~ "1.*"\']', 'SEV2', '[\'a =~ "12|13"\']', true],
    ['SEV1', '[]', 'SEV2', '[\'a = "1"\']', true],
    ['SEV2', '[\'a = "1"\']', 'SEV2', '[\'a = "1"\']', true],
    ['SEV1', '[\'a =~ "1.*"\']', 'SEV2', '[\'a =~ "12|23"\']', false],
    ['SEV3', '[\'a = "1"\']', 'SEV2', '[\'a = "1"\', \'b = "2"\']', false],
    ['SEV1', '[\'a = "1"\', \'c = "3"\']', 'SEV2', '[\'a = "1"\']', false],
  ])('first %s %s, then %s %s: shadowed %s', (first, match, second, other, shadowed) => {
    const found = warnings(
      rule('first', `match: ${match}\nseverity: ${first}`),
      rule('second', `match: ${other}\nseverity: ${second}`),
    ).filter((one) => one.includes('rules/shadowed'));
    expect(found).toEqual(
      shadowed
        ? [
            '1.yaml:8:15 g/second rules/shadowed: rule can never win: "g/first" wins every alert that it matches',
          ]
        : [],
    );
  });

  it('may lack a reason, or look nothing up', () => {
    expect(
      remarks(`groups:
  - name: g
    rules:
      - {rule: r, match: ['a = "1"'], severity: SEV1}
      - rule: s
        match: ['a = "2"']
        severity: SEV1
        reason: 'down in {{ cluster }}'
        affected_services: ['{{ __proto__ }}']
`),
    ).toEqual([
      '1.yaml:4:16 g/r rules/reason: rule without reason [say in one line why an alert of this kind is that bad]',
      '1.yaml:8:26 g/s rules/template: {{ cluster }} looks nothing up and renders as nothing [use {{ labels.name }} or {{ annotations.name }}]',
      '1.yaml:9:9 g/s rules/template: {{ __proto__ }} looks nothing up and renders as nothing [use {{ labels.name }} or {{ annotations.name }}]',
    ]);
  });
});

describe('a folder of rules', () => {
  it('is one book, whose hash is that of its texts', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'tocsin-rules-'));
    const text = group(rule('r', 'match: [\'a = "1"\']\nseverity: SEV1'));
    await writeFile(join(dir, 'b.yaml'), text);
    await writeFile(
      join(dir, 'a.yml'),
      text.replace('name: g', 'name: first\n    owner: me\n    default: SEV2'),
    );
    const result = await loadRules(dir);
    await rm(dir, { recursive: true });
    if (!result.ok) throw new Error('expected a book');
    expect(result.value).toMatchObject({
      groups: [
        { name: 'first', owner: 'me', default: 'SEV2' },
        { name: 'g', owner: '', default: null },
      ],
      fallback: 'SEV3',
    });
    expect(result.value.hash).toMatch(/^[\da-f]{64}$/u);
    expect(result.value.hash).not.toBe(bookOf(text).hash);
    expect(bookOf(text).hash).toBe(bookOf(text).hash);
  });

  it('that is empty warns, and one that is missing is an error', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'tocsin-rules-'));
    const empty = await loadRules(dir);
    await rm(dir, { recursive: true });
    const missing = await loadRules(dir);
    expect(empty.ok && empty.warnings[0]?.message).toBe('no rule files: every alert is SEV3');
    expect(missing.ok || missing.error[0]?.message).toBe('the folder cannot be read');
  });

  it('with two thousand rules loads within seconds', () => {
    const rules = Array.from({ length: 1400 }, (_, i) =>
      rule(`r${i}`, `match: ['alertname = "A${i}"', 'env = "prod"']\nseverity: SEV${1 + (i % 4)}`),
    );
    const worked = workWatch();
    expect(readRules([{ file: 'f', text: group(...rules) }]).ok).toBe(true);
    expect(worked()).toBeLessThan(4000);
  });
});
