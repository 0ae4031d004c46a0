import { expect, it } from 'vitest';
import type { Signal } from '../../../src/domain/signal.ts';
import { readRules } from '../../../src/rules/rule-loader.ts';
import { subjectsBy } from '../../../src/service/subjects.ts';

const RULES = `groups: [{name: g, rules: [{rule: r, match: ['alertname = "Slow"'], severity: SEV1, reason: x,
  affected_services: ["{{ labels.shop }}"], diagnose: [redis, red]}]}]\n`;

function signal(name: string, labels: Record<string, string>): Signal {
  return {
    source: 'alertmanager',
    fingerprint: name,
    status: 'firing',
    name,
    labels: { alertname: name, ...labels },
    annotations: {},
    startsAt: null,
    endsAt: null,
    generatorUrl: `http://p/graph?g0.expr=${name.toLowerCase()}+%3E+1`,
    groupKey: 'g',
  };
}

it('an incident is about the services and with the packs that the rules name for its alerts', () => {
  const rules = readRules([{ file: 'a.yaml', text: RULES }]);
  if (!rules.ok) throw new Error('the rules are wrong');
  const signals = [
    signal('Slow', { shop: 'checkout', job: 'web' }),
    signal('Other', { job: 'db' }),
  ];
  const subjects = subjectsBy(rules.value, signals);
  expect(subjects.toSorted((a, b) => (a.alertname < b.alertname ? -1 : 1))).toMatchObject([
    { alertname: 'Other', service: 'db', packs: [] },
    { alertname: 'Slow', service: 'checkout', packs: ['redis', 'red'], expression: 'slow > 1' },
  ]);
});
