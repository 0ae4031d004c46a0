/** One alert of an Alertmanager payload becomes one signal, judged by its own fields before its group's. */
import type { Instant } from '../domain/instant.ts';
import { cleanLine } from '../domain/plain-text.ts';
import type { Signal, SignalSource } from '../domain/signal.ts';
import { claimedTime } from './claimed-time.ts';
import { cleanLabels, labelPairs } from './clean-labels.ts';
import type { Given } from './given.ts';
import { rebuiltGroupKey } from './group-key.ts';
import { labelFingerprint } from './label-fingerprint.ts';
import type { Warnings } from './warnings.ts';

/** What all alerts of one payload share. */
export interface Group {
  readonly source: SignalSource;
  /** Null: neither sent nor to be rebuilt from the group's labels. */
  readonly key: string | null;
  readonly status: unknown;
  readonly title: unknown;
  readonly receivedAt: Instant;
}

const MAX_NAME_BYTES = 256;
const MAX_FINGERPRINT_BYTES = 128;
/** A link that is cut leads nowhere, so a longer one is dropped whole. */
const MAX_URL_BYTES = 16_384;
/** Labels that name an alert, best first: Grafana calls it `rulename` when data or the query failed. */
const NAMING_LABELS = ['alertname', 'rulename', '__name__'];

/** Reads one alert; `place` (`alerts[3]`) is its path for the warnings. */
export function readAlert(alert: Given, group: Group, place: string, warnings: Warnings): Signal {
  const pairs = labelPairs(alert['labels'], `${place}.labels`, warnings);
  const labels = cleanLabels(pairs, `${place}.labels`, warnings);
  const annotationPairs = labelPairs(alert['annotations'], `${place}.annotations`, warnings);
  const annotations = cleanLabels(annotationPairs, `${place}.annotations`, warnings);
  const named = NAMING_LABELS.map((label) => labels[label]).find(isText);
  const fingerprint = readFingerprint(alert['fingerprint'], pairs);
  const status = readStatus(alert, group, place, warnings);
  return {
    source: group.source,
    fingerprint,
    status,
    name: nameOf([named, annotations['summary'], group.title]),
    labels,
    annotations,
    startsAt: claimedTime(alert['startsAt']),
    endsAt: status === 'firing' ? null : claimedTime(alert['endsAt']),
    generatorUrl: readUrl(alert['generatorURL'], place, warnings),
    groupKey:
      group.key ??
      rebuiltGroupKey([isText(named) ? ['alertname', named] : ['fingerprint', fingerprint]]),
  };
}

function readStatus(
  alert: Given,
  group: Group,
  place: string,
  warnings: Warnings,
): Signal['status'] {
  const own = alert['status'];
  if (own === 'firing' || own === 'resolved') return own;
  warnings.add(place, 'no usable status, judged by its end and by its group');
  const endsAt = claimedTime(alert['endsAt']);
  if (endsAt !== null && endsAt < group.receivedAt) return 'resolved';
  return group.status === 'resolved' ? 'resolved' : 'firing';
}

/** Taken over the labels as sent: capped ones could make two alerts one. */
function readFingerprint(sent: unknown, pairs: readonly [string, string][]): string {
  const text = isText(sent) ? cleanLine(sent, MAX_FINGERPRINT_BYTES) : '';
  return text === '' || text !== sent ? labelFingerprint(pairs) : text;
}

function nameOf(candidates: readonly unknown[]): string {
  const best = candidates.find(isText);
  return best === undefined ? 'unnamed alert' : cleanLine(best, MAX_NAME_BYTES);
}

function readUrl(sent: unknown, place: string, warnings: Warnings): string {
  if (!isText(sent)) return '';
  const url = cleanLine(sent, MAX_URL_BYTES);
  if (Buffer.byteLength(sent) <= MAX_URL_BYTES) return url;
  warnings.add(`${place}.generatorURL`, `longer than ${MAX_URL_BYTES} bytes, left out`);
  return '';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
