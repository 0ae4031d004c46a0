/** How Alertmanager, written in Go, spells JSON, quoted text, regexes and fingerprints. */

type Labels = Readonly<Record<string, string>>;

/** Go writes maps in the order of their keys, by bytes. */
export function sortedLabels(labels: Labels): Labels {
  return Object.fromEntries(sortedEntries(labels));
}

function sortedEntries(labels: Labels): [string, string][] {
  return Object.entries(labels).sort(([a], [b]) => byBytes(a, b));
}

/** The order of alerts in a notification: by job, by instance, then fewer labels first, then label by label. */
export function compareLabels(a: Labels, b: Labels): number {
  for (const name of ['job', 'instance']) {
    const [left, right] = [a[name], b[name]];
    if (left === right) continue;
    if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
    return byBytes(left, right);
  }
  const difference = Object.keys(a).length - Object.keys(b).length;
  return difference === 0 ? compareEach(a, b) : difference;
}

/** A label that only the other one has puts a set in front. */
function compareEach(a: Labels, b: Labels): number {
  for (const name of Object.keys({ ...a, ...b }).sort(byBytes)) {
    const [left, right] = [a[name], b[name]];
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    if (left !== right) return byBytes(left, right);
  }
  return 0;
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const SEPARATOR = Buffer.from([0xff]);

/** FNV-1a, 64 bits, over `name 0xff value 0xff` of the sorted labels, as 16 hex digits. */
export function fingerprint(labels: Labels): string {
  let hash = 0xcbf29ce484222325n;
  for (const [name, value] of sortedEntries(labels)) {
    for (const byte of [...Buffer.from(name), ...SEPARATOR, ...Buffer.from(value), ...SEPARATOR]) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    }
  }
  return hash.toString(16).padStart(16, '0');
}

/** Compact JSON with `<`, `>` and `&` escaped and a newline at the end. */
export function goJson(value: unknown): string {
  const escapes: Readonly<Record<string, string>> = {
    '<': '\\u003c',
    '>': '\\u003e',
    '&': '\\u0026',
    '\u2028': '\\u2028',
    '\u2029': '\\u2029',
  };
  return `${JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (found) => escapes[found] ?? found)}\n`;
}

/** `%q`: quotes, backslashes and control characters escaped. */
export function goQuote(text: string): string {
  return JSON.stringify(text);
}

/** `regexp.QuoteMeta`: what Alertmanager does to a receiver's name. */
export function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, (found) => `\\${found}`);
}
