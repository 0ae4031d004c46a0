/** The Events API v2 door of the sandbox's PagerDuty: refuses what the real one refuses, and opens, joins and closes incidents. */
import type { Answer, RecordedRequest } from './loopback.ts';
import {
  type Alert,
  acknowledge,
  type Incident,
  newId,
  openIncident,
  resolve,
  type Service,
  type World,
} from './pagerduty-world.ts';

const MOST_BYTES = 512 * 1024;
const SUMMARY_CHARS = 1024;
const KEY_CHARS = 255;
const SEVERITIES = ['critical', 'error', 'warning', 'info'];

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(status: string, message: string, errors: readonly string[]): Answer {
  return { status: 400, body: { status, message, errors } };
}

/** `POST /v2/enqueue` */
export function enqueue(world: World, request: RecordedRequest): Answer {
  if (!isFields(request.body)) {
    return refuse('Unrecognized object', 'Event object format is unrecognized', [
      'JSON parse error',
    ]);
  }
  const errors = [
    ...sizeErrors(request),
    ...keyErrors(world, request.body),
    ...eventErrors(request.body),
  ];
  if (errors.length > 0) return refuse('invalid event', 'Event object is invalid', errors);
  const service = world.services.find(
    (one) => one.routingKey === (request.body as Fields)['routing_key'],
  );
  const key = String(request.body['dedup_key'] ?? newId('', 32).toLowerCase());
  if (service !== undefined) carryOut(world, service, key, request.body);
  return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: key } };
}

/** `POST /v2/change/enqueue` */
export function enqueueChange(world: World, request: RecordedRequest): Answer {
  if (!isFields(request.body)) {
    return refuse('Unrecognized object', 'Event object format is unrecognized', [
      'JSON parse error',
    ]);
  }
  const errors = [
    ...sizeErrors(request),
    ...keyErrors(world, request.body),
    ...summaryErrors(request.body['payload']),
  ];
  if (errors.length > 0) return refuse('invalid event', 'Event object is invalid', errors);
  keepChange(world, request.body);
  return { status: 202, body: { status: 'success', message: 'Change event processed' } };
}

function keepChange(world: World, event: Fields): void {
  const service = world.services.find((one) => one.routingKey === event['routing_key']);
  if (service === undefined) return;
  const payload = event['payload'] as Fields;
  const told = Date.parse(String(payload['timestamp'] ?? ''));
  world.changes.push({
    id: newId('01', 26),
    service,
    at: Number.isNaN(told) ? world.clock.now() : new Date(told).toISOString(),
    summary: String(payload['summary']),
    source: String(payload['source'] ?? ''),
    details: payload['custom_details'] ?? {},
    links: Array.isArray(event['links']) ? event['links'] : [],
  });
}

function sizeErrors(request: RecordedRequest): string[] {
  const bytes = Buffer.byteLength(request.text);
  return bytes <= MOST_BYTES
    ? []
    : [`Event object is too large (${bytes} bytes, maximum is 512 KB)`];
}

function keyErrors(world: World, event: Fields): string[] {
  const key = event['routing_key'];
  if (typeof key !== 'string' || key === '') return ["'routing_key' is missing or blank"];
  if (key.length !== 32) return ["Length of 'routing_key' is incorrect (should be 32 characters)"];
  return world.services.some((service) => service.routingKey === key)
    ? []
    : ['Invalid routing key'];
}

function eventErrors(event: Fields): string[] {
  const action = event['event_action'];
  const key = event['dedup_key'];
  const errors: string[] = [];
  if (action !== 'trigger' && action !== 'acknowledge' && action !== 'resolve') {
    errors.push(
      "'event_action' is missing or invalid (must be 'trigger', 'acknowledge' or 'resolve')",
    );
  }
  if (key !== undefined && (typeof key !== 'string' || key.length > KEY_CHARS)) {
    errors.push("'dedup_key' is too long (maximum is 255 characters)");
  }
  if (action !== 'trigger' && (key === undefined || key === ''))
    errors.push("'dedup_key' is missing or blank");
  if (action === 'trigger') errors.push(...payloadErrors(event['payload']), ...linkErrors(event));
  return errors;
}

function payloadErrors(payload: unknown): string[] {
  const errors = summaryErrors(payload);
  if (!isFields(payload)) return errors;
  const {
    source,
    severity,
    timestamp,
    custom_details: details,
  } = payload as Record<string, unknown>;
  if (typeof source !== 'string' || source === '')
    errors.push("'payload.source' is missing or blank");
  if (!SEVERITIES.includes(String(severity))) {
    errors.push(
      "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    );
  }
  if (timestamp !== undefined && !Number.isFinite(Date.parse(String(timestamp)))) {
    errors.push("'payload.timestamp' is invalid (must be ISO 8601)");
  }
  if (details !== undefined && !isFields(details))
    errors.push("'payload.custom_details' must be an object");
  return errors;
}

function summaryErrors(payload: unknown): string[] {
  if (!isFields(payload)) return ["'payload' is missing or blank"];
  const summary = payload['summary'];
  if (typeof summary !== 'string' || summary === '')
    return ["'payload.summary' is missing or blank"];
  return summary.length <= SUMMARY_CHARS
    ? []
    : ["'summary' is too long (maiximum is 1024 characters)"];
}

function linkErrors(event: Fields): string[] {
  const links = event['links'] ?? [];
  const images = event['images'] ?? [];
  if (
    !Array.isArray(links) ||
    !links.every((link) => isFields(link) && URL.canParse(String(link['href'])))
  ) {
    return ["'links' must be an array of objects with an 'href'"];
  }
  if (
    !Array.isArray(images) ||
    !images.every((image) => isFields(image) && String(image['src']).startsWith('https://'))
  ) {
    return ["'images' must be an array of objects with an https 'src'"];
  }
  return [];
}

/** An acknowledge or resolve that meets no open alert is dropped. */
function carryOut(world: World, service: Service, key: string, event: Fields): void {
  const agent = { kind: 'integration', service } as const;
  const open = openFor(world, service, key);
  if (event['event_action'] === 'trigger') trigger(world, service, key, event, open);
  else if (open === undefined) return;
  else if (event['event_action'] === 'acknowledge') acknowledge(world, open.incident, agent);
  else resolveAlert(world, open);
}

interface Open {
  readonly incident: Incident;
  readonly alert: Alert;
}

function openFor(world: World, service: Service, key: string): Open | undefined {
  for (const incident of world.incidents) {
    if (incident.service.id !== service.id || incident.status === 'resolved') continue;
    const alert = incident.alerts.find((one) => one.key === key && one.status === 'triggered');
    if (alert !== undefined) return { incident, alert };
  }
  return undefined;
}

function trigger(
  world: World,
  service: Service,
  key: string,
  event: Fields,
  open: Open | undefined,
): void {
  const payload = event['payload'] as Fields;
  const told = {
    summary: String(payload['summary']),
    severity: String(payload['severity']),
    details: payload['custom_details'] ?? {},
    links: (event['links'] ?? []) as Alert['links'],
  };
  if (open !== undefined) {
    Object.assign(open.alert, told);
    return;
  }
  const alert: Alert = {
    id: newId('Q', 14),
    key,
    createdAt: world.clock.now(),
    status: 'triggered',
    ...told,
  };
  openIncident(
    world,
    { title: told.summary, service, key, urgency: 'high', alert },
    { kind: 'integration', service },
  );
}

function resolveAlert(world: World, open: Open): void {
  open.alert.status = 'resolved';
  if (open.incident.alerts.every((alert) => alert.status === 'resolved')) {
    resolve(world, open.incident, { kind: 'integration', service: open.incident.service });
  }
}
