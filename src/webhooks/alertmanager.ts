/** The Alertmanager door: a webhook payload of Alertmanager, of any age, or of Grafana becomes signals in our words. */
import type { HeardGroup } from '../domain/alert-group.ts';
import type { Instant } from '../domain/instant.ts';
import { cleanLine } from '../domain/plain-text.ts';
import type { Signal, SignalSource } from '../domain/signal.ts';
import { type Group, readAlert } from './alertmanager-alert.ts';
import { cleanLabels, labelPairs } from './clean-labels.ts';
import { type Given, isObject } from './given.ts';
import { rebuiltGroupKey, sentGroupKey } from './group-key.ts';
import { badRequest, type Refused } from './problem.ts';
import { Warnings } from './warnings.ts';

interface Delivered {
  /** One per fingerprint, in the order of the payload. */
  readonly signals: Signal[];
  /** Alerts that the sender counted but left out. */
  readonly truncated: number;
  /** The group that it is about, when Alertmanager names it. */
  readonly group?: HeardGroup;
  /** What was wrong without being refused; holds none of the sender's text. */
  readonly warnings: string[];
}

export type ReadAlerts = { readonly ok: true; readonly value: Delivered } | Refused;

const RECEIVER_BYTES = 256;
/** 4 is Alertmanager's own since 2016, 3 is older, 1 is Grafana's and Google's. */
const KNOWN_VERSIONS = new Set(['4', '3', '1']);

/**
 * Reads a parsed payload. Only `alerts` must be there; every other field has a fallback, and unknown ones are
 * ignored. `receivedAt` settles alerts without a status. Refused (400) are a body without a list of alerts, and a
 * list of which no entry is an alert.
 */
export function readAlertmanager(body: unknown, receivedAt: Instant): ReadAlerts {
  const payload = isObject(body) ? body : {};
  const alerts = payload['alerts'];
  if (!Array.isArray(alerts)) return withoutAlerts(alerts);
  const warnings = new Warnings();
  checkVersion(payload['version'], warnings);
  const group = readGroup(payload, receivedAt, warnings);
  const signals = alerts.flatMap((alert: unknown, index) => {
    if (isObject(alert)) return [readAlert(alert, group, `alerts[${index}]`, warnings)];
    warnings.add(`alerts[${index}]`, 'not an object, left out');
    return [];
  });
  if (signals.length === 0 && alerts.length > 0) return withoutUsableAlert(alerts.length);
  const truncated = readTruncated(payload['truncatedAlerts'], warnings);
  const heard = heardGroup(payload);
  const value = {
    ...(heard === null ? {} : { group: heard }),
    signals: oncePerFingerprint(signals, warnings),
    truncated,
    warnings: warnings.list(),
  };
  return { ok: true, value };
}

function readGroup(payload: Given, receivedAt: Instant, warnings: Warnings): Group {
  const labels = labelPairs(payload['groupLabels'], 'groupLabels', warnings);
  return {
    source: sourceOf(payload),
    key: sentGroupKey(payload['groupKey']) ?? (labels.length > 0 ? rebuiltGroupKey(labels) : null),
    status: payload['status'],
    title: payload['title'],
    receivedAt,
  };
}

/** null where anything is missing by which it could be known again. */
function heardGroup(payload: Given): HeardGroup | null {
  const groupKey = sentGroupKey(payload['groupKey']);
  const { receiver, groupLabels } = payload;
  if (sourceOf(payload) !== 'alertmanager' || groupKey === null) return null;
  if (typeof receiver !== 'string' || receiver.trim() === '' || !isObject(groupLabels)) return null;
  // What is wrong with the labels is said where the group is read.
  const place = 'groupLabels';
  const labels = cleanLabels(labelPairs(groupLabels, place, new Warnings()), place, new Warnings());
  return { receiver: cleanLine(unquoted(receiver), RECEIVER_BYTES), labels, groupKey };
}

/** Alertmanager sends the name as a regex that matches it: `team\\.payments`. */
function unquoted(receiver: string): string {
  return receiver.replace(/\\([\\.+*?()|[\]{}^$])/g, '$1');
}

function sourceOf(payload: Given): SignalSource {
  const isGrafana = 'orgId' in payload || (payload['version'] === '1' && 'state' in payload);
  return isGrafana ? 'grafana' : 'alertmanager';
}

function checkVersion(version: unknown, warnings: Warnings): void {
  const known = typeof version === 'string' || typeof version === 'number';
  if (!known) warnings.add('version', 'missing, read as version 4');
  else if (!KNOWN_VERSIONS.has(String(version)))
    warnings.add('version', 'unknown, read as version 4');
}

function readTruncated(value: unknown, warnings: Warnings): number {
  if (value === undefined || value === null) return 0;
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  warnings.add('truncatedAlerts', 'not a count, taken as 0');
  return 0;
}

function oncePerFingerprint(signals: readonly Signal[], warnings: Warnings): Signal[] {
  const kept = new Map<string, Signal>();
  for (const signal of signals) {
    const known = kept.get(signal.fingerprint);
    if (known !== undefined) warnings.add('alerts', 'the same alert twice, the latest stays');
    kept.set(signal.fingerprint, known === undefined ? signal : latest(known, signal));
  }
  return [...kept.values()];
}

/** The one that began last; when that is a tie or unknown, the one that fires: doubt goes up. */
function latest(known: Signal, next: Signal): Signal {
  const dated = known.startsAt !== null && next.startsAt !== null;
  if (dated && known.startsAt !== next.startsAt) {
    return String(next.startsAt) > String(known.startsAt) ? next : known;
  }
  return known.status === 'firing' && next.status === 'resolved' ? known : next;
}

function withoutAlerts(alerts: unknown): Refused {
  return badRequest(
    'no_alerts',
    'The payload has no list of alerts',
    alerts === undefined ? '`alerts` is missing.' : '`alerts` is not a list.',
    'Send the default webhook payload of Alertmanager or Grafana: remove a custom `payload` or template from the receiver.',
  );
}

function withoutUsableAlert(count: number): Refused {
  return badRequest(
    'no_usable_alert',
    'No entry of `alerts` is an alert',
    count === 1
      ? 'The only entry of `alerts` is not an object.'
      : `None of the ${count} entries of \`alerts\` is an object.`,
    'Send each alert as an object with `labels` and `status`.',
  );
}
