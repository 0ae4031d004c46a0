/** The sandbox's Alertmanager groups nothing and waits for nothing: it sends one group's notification as the real one would. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  compareLabels,
  fingerprint,
  goJson,
  goQuote,
  quoteMeta,
  sortedLabels,
} from './alertmanager-encoding.ts';

type Labels = Readonly<Record<string, string>>;

export interface SentAlert {
  readonly labels: Labels;
  readonly annotations?: Labels;
  /** RFC 3339. Default: now. */
  readonly startsAt?: string;
  /** Set: the alert is resolved. */
  readonly endsAt?: string;
  readonly generatorURL?: string;
}

export interface Notification {
  readonly alerts: readonly SentAlert[];
  /** Labels that make the group. Default: `alertname`. */
  readonly groupBy?: readonly string[];
  /** Matchers of the routes on the way to the receiver, the root's first. Default: the root only, `{}`. */
  readonly route?: readonly string[];
  /** Default `tocsin`. */
  readonly receiver?: string;
  /** Default `http://alertmanager.example.com:9093`. */
  readonly externalURL?: string;
  /** Like `max_alerts`: more are only counted. Default 0, no limit. */
  readonly maxAlerts?: number;
}

export interface SendOptions {
  /** Sent as a bearer token. Default: none. */
  readonly token?: string;
  /** The flush ends then, like a group interval does. Default 10,000. */
  readonly deadlineMs?: number;
  /** First pause before a retry, growing by half each time. Default 500. */
  readonly backoffMs?: number;
}

export interface Sent {
  readonly delivered: boolean;
  /** One per attempt; 0 where there was no answer. */
  readonly statuses: readonly number[];
  /** Of the last answer; Alertmanager logs it when it failed. */
  readonly body: string;
}

/** Posts the notification; 5xx and silence are tried again until the deadline, every other refusal is final. */
export async function sendAlerts(
  url: string,
  notification: Notification,
  options: SendOptions = {},
): Promise<Sent> {
  const body = notificationBody(notification);
  const deadline = AbortSignal.timeout(options.deadlineMs ?? 10_000);
  const statuses: number[] = [];
  let wait = options.backoffMs ?? 500;
  for (;;) {
    const answer = await post(url, body, options.token, deadline);
    statuses.push(answer.status);
    if (answer.status >= 200 && answer.status < 300)
      return { delivered: true, statuses, body: answer.body };
    const final = answer.status !== 0 && answer.status < 500;
    if (final || deadline.aborted) return { delivered: false, statuses, body: answer.body };
    await pause(Math.min(wait, 60_000) * (0.5 + Math.random()), undefined, {
      signal: deadline,
    }).catch(() => {});
    if (deadline.aborted) return { delivered: false, statuses, body: answer.body };
    wait *= 1.5;
  }
}

async function post(
  url: string,
  body: string,
  token: string | undefined,
  signal: AbortSignal,
): Promise<{ status: number; body: string }> {
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Alertmanager/0.28.0',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    return { status: 0, body: String(error) };
  }
}

/** The request body, byte for byte as Go writes it, with its newline. */
export function notificationBody(notification: Notification): string {
  const all = notification.alerts.map(alertJson).sort((a, b) => compareLabels(a.labels, b.labels));
  const kept = notification.maxAlerts ? all.slice(0, notification.maxAlerts) : all;
  const groupLabels = groupLabelsOf(notification);
  return goJson({
    receiver: quoteMeta(notification.receiver ?? 'tocsin'),
    status: kept.some((alert) => alert.status === 'firing') ? 'firing' : 'resolved',
    alerts: kept,
    groupLabels,
    commonLabels: commonOf(kept.map((alert) => alert.labels)),
    commonAnnotations: commonOf(kept.map((alert) => alert.annotations)),
    externalURL: notification.externalURL ?? 'http://alertmanager.example.com:9093',
    version: '4',
    groupKey: groupKeyOf(notification.route ?? ['{}'], groupLabels),
    truncatedAlerts: all.length - kept.length,
  });
}

const GO_ZERO_TIME = '0001-01-01T00:00:00Z';

function alertJson(alert: SentAlert) {
  return {
    status: alert.endsAt === undefined ? 'firing' : 'resolved',
    labels: sortedLabels(alert.labels),
    annotations: sortedLabels(alert.annotations ?? {}),
    startsAt: alert.startsAt ?? new Date().toISOString(),
    endsAt: alert.endsAt ?? GO_ZERO_TIME,
    generatorURL: alert.generatorURL ?? '',
    fingerprint: fingerprint(alert.labels),
  };
}

function groupLabelsOf(notification: Notification): Labels {
  const first = notification.alerts[0]?.labels ?? {};
  const names = notification.groupBy ?? ['alertname'];
  return sortedLabels(
    Object.fromEntries(
      names.flatMap((name) => (first[name] === undefined ? [] : [[name, first[name]]])),
    ),
  );
}

/** What every one of them has alike. */
function commonOf(sets: readonly Labels[]): Labels {
  const [first = {}, ...rest] = sets;
  const entries = Object.entries(first).filter(([name, value]) =>
    rest.every((set) => set[name] === value),
  );
  return sortedLabels(Object.fromEntries(entries));
}

function groupKeyOf(route: readonly string[], groupLabels: Labels): string {
  const labels = Object.entries(groupLabels).map(([name, value]) => `${name}=${goQuote(value)}`);
  return `${route.join('/')}:{${labels.join(', ')}}`;
}
