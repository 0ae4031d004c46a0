/** The sandbox's Alertmanager API answers what fires now, and what is silenced, inhibited or muted. */
import { randomUUID } from 'node:crypto';
import { fingerprint, sortedLabels } from './alertmanager-encoding.ts';
import {
  type Answer,
  type Loopback,
  type LoopbackOptions,
  openLoopback,
  type RecordedRequest,
  type SandboxClock,
  wallClock,
} from './loopback.ts';

type Labels = Readonly<Record<string, string>>;

export interface FiringAlert {
  readonly labels: Labels;
  readonly annotations?: Labels;
  /** RFC 3339. Default: now. */
  readonly startsAt?: string;
  /** RFC 3339; listed until then. Default: until it is resolved. */
  readonly endsAt?: string;
  readonly generatorURL?: string;
  /** Who is told of it. Default: `tocsin`. */
  readonly receivers?: readonly string[];
}

export interface AlertmanagerApiOptions extends LoopbackOptions {
  /** Labels that make a group. Default: `alertname`. */
  readonly groupBy?: readonly string[];
}

export interface AlertmanagerApi extends Loopback {
  /** The same labels again are the same alert. */
  fire(alert: FiringAlert): void;
  resolve(labels: Labels): void;
  /** Silences every alert that has these labels, now and later; returns the silence's id. */
  silence(labels: Labels): string;
  /** While an alert has the source's labels, those that have the target's are inhibited. */
  inhibit(source: Labels, target: Labels): void;
  /** Mutes alerts that have these labels, as a time interval of that name would. */
  mute(labels: Labels, interval: string): void;
  /** Forgets all alerts, as a restart does, until their senders come again. */
  restart(): void;
}

interface Held extends FiringAlert {
  readonly startsAt: string;
  readonly updatedAt: string;
}

interface World {
  readonly clock: SandboxClock;
  readonly groupBy: readonly string[];
  /** By fingerprint. */
  readonly alerts: Map<string, Held>;
  readonly silences: { readonly id: string; readonly labels: Labels }[];
  readonly inhibitions: { readonly source: Labels; readonly target: Labels }[];
  readonly mutes: { readonly labels: Labels; readonly interval: string }[];
}

export async function openAlertmanagerApi(
  options: AlertmanagerApiOptions = {},
): Promise<AlertmanagerApi> {
  const clock = options.clock ?? wallClock;
  const world: World = {
    clock,
    groupBy: options.groupBy ?? ['alertname'],
    alerts: new Map(),
    silences: [],
    inhibitions: [],
    mutes: [],
  };
  const loopback = await openLoopback((request) => route(world, request), options);
  return {
    ...loopback,
    fire: (alert) => take(world, alert),
    resolve: (labels) => world.alerts.delete(fingerprint(labels)),
    silence: (labels) => {
      const id = randomUUID();
      world.silences.push({ id, labels });
      return id;
    },
    inhibit: (source, target) => world.inhibitions.push({ source, target }),
    mute: (labels, interval) => world.mutes.push({ labels, interval }),
    restart: () => world.alerts.clear(),
  };
}

function route(world: World, request: RecordedRequest): Answer {
  const { method, path } = request;
  if (path === '/-/ready' || path === '/-/healthy') return { status: 200, body: 'OK' };
  if (path === '/api/v2/alerts') {
    if (method === 'GET') return list(world, request.query);
    if (method === 'POST') return receive(world, request.body);
    return { status: 405, body: { code: 405, message: `method ${method} is not allowed` } };
  }
  if (path === '/api/v2/alerts/groups') {
    if (method === 'GET') return { status: 200, body: groups(world, listed(world, request.query)) };
    return { status: 405, body: { code: 405, message: `method ${method} is not allowed` } };
  }
  if (!path.startsWith('/api/v2/')) return { status: 404, body: '404 page not found\n' };
  return { status: 404, body: { code: 404, message: `path ${path} was not found` } };
}

/** The API says in a JSON text what is wrong with what it understood. */
function refused(why: string): Answer {
  const headers = { 'content-type': 'application/json' };
  return { status: 400, headers, body: `${JSON.stringify(why)}\n` };
}

/** As Prometheus posts them: an alert whose end has come is resolved. */
function receive(world: World, body: unknown): Answer {
  if (!Array.isArray(body)) {
    const message = 'parsing alerts body from "" failed, because it is no list';
    return { status: 400, body: { code: 400, message } };
  }
  const alerts = body as readonly FiringAlert[];
  if (alerts.some((alert) => Object.keys(alert.labels ?? {}).length === 0)) {
    return refused('at least one label pair required');
  }
  for (const alert of alerts) take(world, alert);
  return { status: 200 };
}

function take(world: World, alert: FiringAlert): void {
  const key = fingerprint(alert.labels);
  const now = world.clock.now();
  const startsAt = alert.startsAt ?? world.alerts.get(key)?.startsAt ?? now;
  world.alerts.set(key, { ...alert, startsAt, updatedAt: now });
}

/** Sorted by fingerprint; without its parameter, every kind is listed. */
function list(world: World, query: URLSearchParams): Answer {
  const [filter] = query.getAll('filter');
  if (filter !== undefined) return refused(`bad matcher format: ${filter}`);
  return { status: 200, body: listed(world, query) };
}

function listed(world: World, query: URLSearchParams): readonly Listed[] {
  const wants = (kind: string) => ['true', '1', null].includes(query.get(kind));
  return standing(world).filter(
    ({ status }) =>
      (wants('active') || status.state !== 'active') &&
      (wants('silenced') || status.silencedBy.length === 0) &&
      (wants('inhibited') || status.inhibitedBy.length === 0),
  );
}

type Listed = ReturnType<typeof standing>[number];

/** One group per receiver and set of labels, sorted by its labels. */
function groups({ groupBy }: World, alerts: readonly Listed[]) {
  const found = new Map<string, { labels: Labels; receiver: { name: string }; alerts: Listed[] }>();
  for (const alert of alerts) {
    const labels = sortedLabels(
      Object.fromEntries(Object.entries(alert.labels).filter(([name]) => groupBy.includes(name))),
    );
    for (const receiver of alert.receivers) {
      const key = JSON.stringify([labels, receiver]);
      const group = found.get(key) ?? { labels, receiver, alerts: [] };
      group.alerts.push(alert);
      found.set(key, group);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function standing(world: World) {
  const now = Date.parse(world.clock.now());
  const current = [...world.alerts].filter(([, one]) => !(Date.parse(one.endsAt ?? '') <= now));
  return current
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => ({
      annotations: sortedLabels(one.annotations ?? {}),
      // Not its end, but when it is given up unless its sender comes again.
      endsAt: one.endsAt ?? new Date(now + 300_000).toISOString(),
      fingerprint: key,
      receivers: (one.receivers ?? ['tocsin']).map((name) => ({ name })),
      startsAt: one.startsAt,
      status: statusOf(world, one.labels, current),
      updatedAt: one.updatedAt,
      ...(one.generatorURL === undefined ? {} : { generatorURL: one.generatorURL }),
      labels: sortedLabels(one.labels),
    }));
}

function statusOf(world: World, labels: Labels, current: readonly [string, Held][]) {
  const silencedBy = world.silences.filter((one) => has(labels, one.labels)).map((one) => one.id);
  const sources = world.inhibitions.filter((one) => has(labels, one.target));
  const inhibitedBy = (sources.length === 0 ? [] : current)
    .filter(([, held]) => sources.some((one) => has(held.labels, one.source)))
    .map(([key]) => key);
  const mutedBy = world.mutes.filter((one) => has(labels, one.labels)).map((one) => one.interval);
  const isSuppressed = silencedBy.length + inhibitedBy.length + mutedBy.length > 0;
  return { inhibitedBy, mutedBy, silencedBy, state: isSuppressed ? 'suppressed' : 'active' };
}

function has(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}
