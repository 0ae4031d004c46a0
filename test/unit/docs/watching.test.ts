/** What watches Tocsin (alerts, dashboard, runbooks, README.md) asks only for metrics and labels that exist. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../given/compose.ts';
import { givenMetrics } from '../../given/given-metrics.ts';

/** Of others: what Prometheus and Alertmanager say of themselves. */
const OTHERS = new Set(['up', 'alertmanager_notifications_failed_total']);
/** Prometheus itself puts these on. */
const TARGET_LABELS = ['job', 'instance', 'pod', 'le'];

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}

const read = (path: string) => readFile(join(ROOT, path), 'utf8');
const readme = await read('README.md');
const alerts: readonly Alert[] = parse(await read('deploy/tocsin.rules.yaml')).groups[0].rules;
const tests = parse(await read('deploy/tocsin.rules.test.yaml'));
const dashboard = JSON.parse(await read('deploy/grafana-dashboard.json'));
const runbooks = await readdir(join(ROOT, 'docs/runbooks'));

const promql = [...readme.matchAll(/```promql\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
const panels: readonly [string, string][] = dashboard.panels.flatMap(
  ({ title, targets }: { title: string; targets: readonly { expr: string }[] }) =>
    targets.map(({ expr }) => [title, expr]),
);
const expressions: readonly [string, string][] = [
  ...alerts.map(({ alert, expr }): [string, string] => [alert, expr]),
  ...panels,
  ...promql.map((expr, index): [string, string] => [`README.md, expression ${index + 1}`, expr]),
];

/** Label names by the name of a sample. */
let samples: ReadonlyMap<string, ReadonlySet<string>>;
let families: ReadonlySet<string>;

beforeAll(async () => {
  const { census, metrics, shown } = givenMetrics();
  census.tallies['proposals'] = [
    { labels: { rule: 'a/b', proposed: 'SEV1', confirmed: 'none' }, value: 1 },
  ];
  metrics.webhookRequest('alertmanager', 202, 0.01, 1000);
  const found = new Map<string, Set<string>>();
  const body = await shown();
  families = new Set([...body.matchAll(/^# TYPE (\w+) /gm)].map((match) => match[1] ?? ''));
  for (const line of body.split('\n').filter((each) => /^\w/.test(each))) {
    const [, name = '', labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    const known = found.get(name) ?? new Set();
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
    found.set(name, known);
  }
  samples = found;
});

/** Names of metrics in a text, each with the labels that are matched on it. */
function asked(text: string): readonly { name: string; labels: readonly string[] }[] {
  const names = /\b((?:tocsin|nodejs|process|alertmanager)_\w+|up)\b(?:\{([^}]*)\})?/g;
  return [...text.matchAll(names)].map(([, name = '', matchers = '']) => ({
    name,
    labels: [...matchers.matchAll(/(\w+)\s*(?:=|!=|=~|!~)/g)].map((match) => match[1] ?? ''),
  }));
}

describe('every expression', () => {
  it.each(expressions)('of %s asks for what there is', (_name, expr) => {
    const wanted = asked(expr);
    expect(wanted).not.toEqual([]);
    for (const { name, labels } of wanted.filter((each) => !OTHERS.has(each.name))) {
      expect([...samples.keys()]).toContain(name);
      const known = [...(samples.get(name) ?? []), ...TARGET_LABELS];
      for (const label of labels) expect(known, `${name}{${label}}`).toContain(label);
    }
  });

  it.each(expressions)('of %s keeps only labels that there are', (_name, expr) => {
    const kept = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap((match) =>
      (match[1] ?? '').split(',').map((label) => label.trim()),
    );
    const known = asked(expr).flatMap(({ name }) => [...(samples.get(name) ?? [])]);
    for (const label of kept) expect([...known, ...TARGET_LABELS]).toContain(label);
  });

  it('for the MTTR in README.md is one that the tests of the alerts try out', () => {
    const tried = tests.tests
      .flatMap(
        (test: { promql_expr_test?: readonly { expr: string }[] }) => test.promql_expr_test ?? [],
      )
      .map(({ expr }: { expr: string }) => expr.trim());
    expect(promql.map((expr) => expr.trim())).toEqual(tried);
  });
});

describe('every alert', () => {
  it.each(alerts)('$alert has a summary, a severity, and a runbook that exists', (alert) => {
    expect(alert.alert).toMatch(/^Tocsin[A-Z]/);
    expect(['critical', 'warning']).toContain(alert.labels.severity);
    expect(alert.annotations['summary']).toMatch(/\.$/);
    const file = alert.annotations['runbook_url']?.split('/').at(-1);
    expect(file).toBe(`${alert.alert}.md`);
    expect(runbooks).toContain(file);
  });

  it.each(alerts)('$alert is tried in a test', ({ alert }) => {
    const fired = tests.tests
      .flatMap((test: { alert_rule_test?: readonly object[] }) => test.alert_rule_test ?? [])
      .filter((one: { alertname: string; exp_alerts: readonly object[] }) => {
        return one.alertname === alert && one.exp_alerts.length > 0;
      });
    expect(fired).not.toEqual([]);
  });
});

describe('every runbook', () => {
  it.each(runbooks)('%s belongs to an alert, and says what to do', async (file) => {
    const names = alerts.map(({ alert }) => `${alert}.md`);
    expect(names).toContain(file);
    const text = await read(`docs/runbooks/${file}`);
    const heads = [...text.matchAll(/^#+ (.*)$/gm)].map((match) => match[1]);
    expect(heads).toEqual([
      file.replace('.md', ''),
      'Meaning',
      'Impact',
      'Diagnosis',
      'Mitigation',
    ]);
    for (const { name } of asked(text).filter((each) => !OTHERS.has(each.name))) {
      expect([...samples.keys(), ...families]).toContain(name);
    }
  });
});
