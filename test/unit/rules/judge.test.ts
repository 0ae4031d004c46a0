import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../../src/domain/severity.ts';
import { explain } from '../../../src/rules/explain.ts';
import { judge } from '../../../src/rules/judge.ts';
import { bookOf } from './books.ts';
import { firing } from './signals.ts';

const SHOP = bookOf(`
groups:
  - name: shop
    rules:
      - rule: Slow
        match: ['alertname = "CheckoutSlow"']
        severity: SEV2
        reason: Checkout is slow in {{ labels.cluster }}
      - rule: AnyCheckout
        match: ['alertname =~ "Checkout.*"', 'env != "dev"']
        severity: SEV3
        reason: something about checkout
      - rule: Down
        match: ['{alertname=~"CheckoutDown|CheckoutGone", env!="dev"}']
        severity: SEV1
        reason: 'Checkout is down: {{ annotations.summary }}'
        affected_services: ['{{ labels.service }}', payments, '{{ labels.nope }}']
        correlate_by: [service, cluster]
        runbook_url: https://runbooks.example/checkout
      - rule: DownToo
        match: ['alertname = "CheckoutDown"']
        severity: SEV1
        reason: never first
`);

describe('judging a signal', () => {
  it('the worst matching rule wins, whatever its place in the file', () => {
    const verdict = judge(SHOP, firing({ alertname: 'CheckoutDown', env: 'prod' }));
    expect(verdict).toMatchObject({ severity: 'SEV1', rule: 'shop/Down' });
  });

  it('among equals the first in the file wins', () => {
    expect(judge(SHOP, firing({ alertname: 'CheckoutDown' })).rule).toBe('shop/Down');
    expect(judge(SHOP, firing({ alertname: 'CheckoutDown', env: 'dev' })).rule).toBe(
      'shop/DownToo',
    );
  });

  it('a missing label has the empty value', () => {
    expect(judge(SHOP, firing({ alertname: 'CheckoutOdd' })).rule).toBe('shop/AnyCheckout');
    expect(judge(SHOP, firing({ alertname: 'CheckoutOdd', env: 'dev' })).rule).toBe('default');
  });

  it('nothing matched: SEV3, and the reason says so', () => {
    expect(judge(SHOP, firing({ alertname: 'Other' }))).toMatchObject({
      severity: 'SEV3',
      rule: 'default',
      reason: 'no rule matched; the default is SEV3',
    });
  });

  it('nothing matched: the worst group default applies, the first of equals', () => {
    const group = (name: string, severity: string) =>
      `groups: [{name: ${name}, default: ${severity}, rules: [{rule: r, match: ['a="${name}"'], severity: SEV4, reason: x}]}]`;
    const book = bookOf(group('mild', 'SEV4'), group('bad', 'SEV2'), group('too', 'SEV2'));
    expect(judge(book, firing({ alertname: 'Other' }))).toMatchObject({
      severity: 'SEV2',
      rule: 'bad/default',
      reason: 'no rule matched; the default of group bad is SEV2',
    });
    expect(judge(book, firing({ a: 'too' }))).toMatchObject({ severity: 'SEV4', rule: 'too/r' });
  });

  it('labels called like parts of an object are ordinary labels', () => {
    const book = bookOf(
      `groups: [{name: g, rules: [{rule: r, match: ['constructor = ""', 'toString = ""'], severity: SEV4, reason: x}]}]`,
    );
    expect(judge(book, firing({ alertname: 'a' })).rule).toBe('g/r');
  });
});

describe('the reason', () => {
  it('is rendered from the alert', () => {
    const signal = firing({ alertname: 'CheckoutSlow', cluster: 'eu-1' });
    expect(judge(SHOP, signal).reason).toBe('Checkout is slow in eu-1');
  });

  it('holds no control characters, no direction changes, and at most 300 characters', () => {
    const summary = `a\n\u0000\u001b[2Jb\u202e${'ệ'.repeat(1000)}`;
    const { reason } = judge(
      SHOP,
      firing({ alertname: 'CheckoutDown' }, { annotations: { summary } }),
    );
    expect(reason).toMatch(/^Checkout is down: a \[2Jb ệ+…$/u);
    expect([...reason]).toHaveLength(300);
  });

  it('names the rule when the rule has none, or it renders as nothing', () => {
    const book = bookOf(
      `groups: [{name: g, rules: [{rule: r, match: ['a = "b"'], severity: SEV4, reason: '{{ labels.x }}'}]}]`,
    );
    expect(judge(book, firing({ a: 'b' })).reason).toBe('matched by rule g/r');
  });
});

describe('the correlation key', () => {
  it("is the source's group unless the winning rule says otherwise", () => {
    const signal = firing({ alertname: 'CheckoutSlow', service: 'checkout' });
    expect(judge(SHOP, signal).correlationKey).toBe('groupKey:{}:{alertname="x"}');
  });

  it('joins groups by labels, sorted and quoted', () => {
    const signal = firing({ alertname: 'CheckoutDown', service: 'check"out', cluster: 'eu' });
    expect(judge(SHOP, signal).correlationKey).toBe('by:cluster="eu",service="check\\"out"');
  });

  it('keeps a missing label, and falls back when all are missing', () => {
    const labels = { alertname: 'CheckoutDown' };
    expect(judge(SHOP, firing({ ...labels, service: 's' })).correlationKey).toBe(
      'by:cluster="",service="s"',
    );
    expect(judge(SHOP, firing(labels)).correlationKey).toBe('groupKey:{}:{alertname="x"}');
  });
});

describe('the affected services', () => {
  it("are the rule's, each once, without empty ones", () => {
    const signal = firing({ alertname: 'CheckoutDown', service: 'checkout' });
    expect(judge(SHOP, signal).affectedServices).toEqual(['checkout', 'payments']);
    expect(
      judge(SHOP, firing({ alertname: 'CheckoutDown', service: 'payments' })).affectedServices,
    ).toEqual(['payments']);
  });

  it.each([
    [{ service: 's', app: 'a', job: 'j' }, ['s']],
    [{ service: '', app: 'a', job: 'j' }, ['a']],
    [{ app_kubernetes_io_name: 'k', job: 'j' }, ['k']],
    [{ job: 'j' }, ['j']],
    [{ instance: 'i' }, []],
  ])('are taken from the usual labels: %j', (labels, services) => {
    expect(judge(SHOP, firing(labels)).affectedServices).toEqual(services);
  });
});

describe('the runbook', () => {
  it("is the rule's, else the alert's", () => {
    const annotations = { runbook_url: 'https://alerts.example/r' };
    const url = (alertname: string) =>
      judge(SHOP, firing({ alertname }, { annotations })).runbookUrl;
    expect(url('CheckoutDown')).toBe('https://runbooks.example/checkout');
    expect(url('Other')).toBe('https://alerts.example/r');
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'https://user:pw@x.example/',
    'https://x example',
    'x',
    '',
  ])('is empty when the alert carries %j', (runbook_url) => {
    expect(
      judge(SHOP, firing({ alertname: 'Other' }, { annotations: { runbook_url } })).runbookUrl,
    ).toBe('');
  });
});

it('the index finds what trying every rule finds', () => {
  const name = fc.constantFrom('A', 'B', 'C', 'D');
  const matcher = fc.oneof(
    name.map((value) => `alertname = "${value}"`),
    fc.tuple(name, name).map(([a, b]) => `alertname =~ "${a}|${b}"`),
    name.map((value) => `alertname != "${value}"`),
    name.map((value) => `alertname =~ "${value}.*"`),
    name.map((value) => `env = "${value}"`),
  );
  const rule = fc.record({
    match: fc.array(matcher, { minLength: 1, maxLength: 3 }),
    severity: fc.constantFrom(...SEVERITIES),
  });
  fc.assert(
    fc.property(
      fc.array(rule, { minLength: 1, maxLength: 8 }),
      name,
      name,
      (rules, alertname, env) => {
        const written = rules.map((one, i) => ({ rule: `r${i}`, reason: 'x', ...one }));
        const book = bookOf(JSON.stringify({ groups: [{ name: 'g', rules: written }] }));
        const signal = firing({ alertname, env });
        const matched = explain(book, signal).rules.filter((one) => one.matched);
        const worst = SEVERITIES.find((one) => matched.some((other) => other.severity === one));
        const expected = matched.find((one) => one.severity === worst)?.rule ?? 'default';
        expect(judge(book, signal).rule).toBe(expected);
      },
    ),
  );
});
