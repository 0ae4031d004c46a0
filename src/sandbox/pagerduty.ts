/** The sandbox's PagerDuty: Events API, REST API and V3 webhooks on one address, with people who can act. */
import {
  type Answer,
  type Loopback,
  type LoopbackOptions,
  openLoopback,
  type RecordedRequest,
  wallClock,
} from './loopback.ts';
import { enqueue, enqueueChange } from './pagerduty-events.ts';
import { rest } from './pagerduty-rest.ts';
import {
  createWebhookSender,
  type Delivery,
  type NewSubscription,
  type Subscription,
  type WebhookSender,
} from './pagerduty-webhooks.ts';
import {
  acknowledge,
  annotate,
  escalate,
  type Incident,
  merge,
  type Note,
  newId,
  openIncident,
  prioritize,
  reassign,
  reopen,
  resolve,
  type Service,
  type User,
  type World,
} from './pagerduty-world.ts';

/** What the sandbox accepts unless told otherwise. */
export const SANDBOX_ROUTING_KEY = 'sandbox0routing0key0checkout0001';
export const SANDBOX_API_TOKEN = 'sandbox-api-token-not-a-secret';
/** For the From header, and the asker of responders. */
export const SANDBOX_FROM = 'tocsin@example.com';

export interface PagerDutyOptions extends LoopbackOptions {
  /** Default: `Checkout` with SANDBOX_ROUTING_KEY. */
  readonly services?: readonly { readonly name: string; readonly routingKey: string }[];
  /** Default: Lan Nguyen (on call), Minh Tran (architect, level 2), Vy Le (observer) and Tocsin's own user. */
  readonly users?: readonly NewUser[];
  /** Default SANDBOX_API_TOKEN. */
  readonly apiToken?: string;
  /** Where webhooks go from the start; `subscribe` adds more later. Default: nowhere. */
  readonly webhook?: NewSubscription;
  /** What a webhook receiver has to answer in. Default 5,000. */
  readonly answerWithinMs?: number;
  /** First pause before a webhook is tried again, doubling. Default 1,000. */
  readonly retryMs?: number;
}

export interface PagerDutySandbox extends Loopback {
  readonly users: readonly User[];
  readonly services: readonly Service[];
  readonly incidents: readonly Incident[];
  readonly deliveries: readonly Delivery[];
  readonly subscriptions: readonly Subscription[];
  subscribe(wanted: NewSubscription): Subscription;
  /** Sends a delivery once more. */
  again(delivery: Delivery): void;
  /** By id, or by the dedup key of one of its alerts, the newest first. Throws RangeError when there is none. */
  incident(idOrDedupKey: string): Incident;
  /** Throws RangeError for an unknown name. */
  asUser(name: string): Person;
  /** When every webhook is delivered, dropped or discarded. */
  settled(): Promise<void>;
}

/** Without an id it gets one of its own. */
type NewUser = Omit<User, 'id'> & { readonly id?: string };

/** What somebody does in the PagerDuty app. */
interface Person {
  annotate(incidentId: string, text: string): Note;
  acknowledge(incidentId: string): boolean;
  resolve(incidentId: string, note?: string): boolean;
  reopen(incidentId: string): boolean;
  merge(incidentId: string, into: string): boolean;
  /** To the next level of those on call. */
  escalate(incidentId: string): void;
  /** By name. Throws RangeError for an unknown one. */
  reassign(incidentId: string, to: string): void;
  /** `P1` … `P5` */
  prioritize(incidentId: string, priority: string): void;
  triggerIncident(wanted: { readonly title: string; readonly service: string }): Incident;
}

const USERS: readonly NewUser[] = [
  { name: 'Lan Nguyen', email: 'lan.nguyen@example.com', role: 'user', onCallLevel: 1 },
  {
    name: 'Minh Tran',
    email: 'minh.tran@example.com',
    role: 'admin',
    onCallLevel: 2,
    teams: ['Architects'],
  },
  { name: 'Vy Le', email: 'vy.le@example.com', role: 'observer', onCallLevel: null },
  { name: 'Tocsin', email: SANDBOX_FROM, role: 'user', onCallLevel: null },
];

export async function openPagerDuty(options: PagerDutyOptions = {}): Promise<PagerDutySandbox> {
  const clock = options.clock ?? wallClock;
  const webhooks = createWebhookSender({ ...options, clock });
  const services = options.services ?? [{ name: 'Checkout', routingKey: SANDBOX_ROUTING_KEY }];
  const world: World = {
    clock,
    users: (options.users ?? USERS).map((user) => ({ id: newId('P', 7), ...user })),
    services: services.map((one) => ({ id: newId('P', 7), integrationId: newId('P', 7), ...one })),
    incidents: [],
    changes: [],
    tell: (happening) => webhooks.send(happening),
  };
  if (options.webhook !== undefined) webhooks.subscribe(options.webhook);
  const apiToken = options.apiToken ?? SANDBOX_API_TOKEN;
  const loopback = await openLoopback(
    (request) => route(world, webhooks, apiToken, request),
    options,
  );
  return {
    ...loopback,
    users: world.users,
    services: world.services,
    incidents: world.incidents,
    deliveries: webhooks.deliveries,
    subscriptions: webhooks.subscriptions,
    subscribe: webhooks.subscribe,
    again: webhooks.again,
    incident: (idOrKey) => incidentOf(world, idOrKey),
    asUser: (name) => personOf(world, name),
    settled: webhooks.settled,
    close: async () => {
      webhooks.close();
      await loopback.close();
    },
  };
}

function route(
  world: World,
  webhooks: WebhookSender,
  apiToken: string,
  request: RecordedRequest,
): Answer {
  if (request.method === 'POST' && request.path === '/v2/enqueue') return enqueue(world, request);
  if (request.method === 'POST' && request.path === '/v2/change/enqueue')
    return enqueueChange(world, request);
  return rest({ world, webhooks, apiToken }, request);
}

function incidentOf(world: World, idOrKey: string): Incident {
  const found = world.incidents.findLast(
    (one) =>
      one.id === idOrKey ||
      one.key === idOrKey ||
      one.alerts.some((alert) => alert.key === idOrKey),
  );
  if (found === undefined) throw new RangeError(`PagerDuty sandbox: no incident ${idOrKey}`);
  return found;
}

function userNamed(world: World, name: string): User {
  const user = world.users.find((one) => one.name === name);
  if (user === undefined) throw new RangeError(`PagerDuty sandbox: nobody is called ${name}`);
  return user;
}

function personOf(world: World, name: string): Person {
  const user = userNamed(world, name);
  const agent = { kind: 'user', user } as const;
  return {
    annotate: (id, text) => annotate(world, incidentOf(world, id), user, text),
    acknowledge: (id) => acknowledge(world, incidentOf(world, id), agent),
    resolve: (id, note) => resolve(world, incidentOf(world, id), agent, note),
    reopen: (id) => reopen(world, incidentOf(world, id), agent),
    merge: (id, into) => merge(world, incidentOf(world, id), incidentOf(world, into), agent),
    escalate: (id) => escalate(world, incidentOf(world, id), agent),
    reassign: (id, to) => reassign(world, incidentOf(world, id), userNamed(world, to), agent),
    prioritize: (id, priority) => prioritize(world, incidentOf(world, id), agent, priority),
    triggerIncident: ({ title, service: wanted }) => {
      const service = world.services.find((one) => one.name === wanted);
      if (service === undefined) throw new RangeError(`PagerDuty sandbox: no service ${wanted}`);
      const key = newId('', 32).toLowerCase();
      return openIncident(world, { title, service, key, urgency: 'high' }, agent);
    },
  };
}
