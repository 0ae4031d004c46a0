/** An alert group is what Alertmanager notifies as one: the alerts of a receiver that share the labels it groups by. */

export interface AlertGroup {
  /** The receiver's name as its configuration has it. */
  readonly receiver: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A group as a webhook named it. */
export interface HeardGroup extends AlertGroup {
  readonly groupKey: string;
}

/**
 * The group key that a webhook about these labels has or would have, from groups of the same receiver that were heard:
 * the same group's, else the route of one that groups by the same labels, else of any. With none it is the root route.
 */
export function likelyGroupKey(labels: AlertGroup['labels'], heard: readonly HeardGroup[]): string {
  const text = labelText(labels);
  const same = heard.find((group) => labelText(group.labels) === text);
  if (same !== undefined) return same.groupKey;
  const names = namesOf(labels);
  const alike = heard.find((group) => namesOf(group.labels) === names && routeOf(group) !== null);
  const route = (alike === undefined ? heard.map(routeOf).find(Boolean) : routeOf(alike)) ?? ROOT;
  return `${route}:${text}`;
}

const ROOT = '{}';
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What stands before the labels in the key: the matchers on the way to the receiver. null when the key is no such text. */
function routeOf({ groupKey, labels }: HeardGroup): string | null {
  const tail = `:${labelText(labels)}`;
  return groupKey.endsWith(tail) ? groupKey.slice(0, -tail.length) : null;
}

/** Alertmanager's notation: `{alertname="X", cluster="eu1"}`. */
function labelText(labels: AlertGroup['labels']): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${PLAIN_NAME.test(name) ? name : JSON.stringify(name)}=${JSON.stringify(value)}`,
  );
  return `{${pairs.sort().join(', ')}}`;
}

function namesOf(labels: AlertGroup['labels']): string {
  return JSON.stringify(Object.keys(labels).sort());
}
