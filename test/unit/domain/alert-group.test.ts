import { describe, expect, it } from 'vitest';
import { type HeardGroup, likelyGroupKey } from '../../../src/domain/alert-group.ts';

const heard = (labels: HeardGroup['labels'], groupKey: string): HeardGroup => ({
  receiver: 'tocsin',
  labels,
  groupKey,
});

const LABELS = { cluster: 'eu1', alertname: 'Down' };
const TEXT = '{alertname="Down", cluster="eu1"}';
const ROUTE = '{}/{team=~"shop|cart"}';

describe('the group key of an alert whose webhook never came', () => {
  it('is the root route’s where nothing was heard', () => {
    expect(likelyGroupKey(LABELS, [])).toBe(`{}:${TEXT}`);
    expect(likelyGroupKey({}, [])).toBe('{}:{}');
  });

  it('is what the same group was called before, in whichever order its labels come', () => {
    const same = heard({ alertname: 'Down', cluster: 'eu1' }, 'called otherwise');
    expect(likelyGroupKey(LABELS, [heard({ cluster: 'x' }, 'y'), same])).toBe('called otherwise');
  });

  it('has the route of a group with the same label names, rather than of another', () => {
    const other = heard({ namespace: 'a' }, '{}/{kind="namespace"}:{namespace="a"}');
    const alike = heard(
      { alertname: 'Slow', cluster: 'us1' },
      `${ROUTE}:{alertname="Slow", cluster="us1"}`,
    );
    expect(likelyGroupKey(LABELS, [other, alike])).toBe(`${ROUTE}:${TEXT}`);
    expect(likelyGroupKey(LABELS, [other])).toBe(`{}/{kind="namespace"}:${TEXT}`);
  });

  it('does without a key that is no route and labels', () => {
    expect(likelyGroupKey(LABELS, [heard({ alertname: 'Slow' }, '42')])).toBe(`{}:${TEXT}`);
  });

  it('quotes values and odd names as Alertmanager does', () => {
    const labels = { 'my.name': 'a "b" \\ c', alertname: 'Down' };
    expect(likelyGroupKey(labels, [])).toBe('{}:{"my.name"="a \\"b\\" \\\\ c", alertname="Down"}');
  });
});
