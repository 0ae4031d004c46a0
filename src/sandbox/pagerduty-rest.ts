/** The REST API of the sandbox's PagerDuty: checks headers, finds the route, answers in PagerDuty's shapes. */
import type { Answer, RecordedRequest } from './loopback.ts';
import { alertJson, escalationPolicyJson, onCallJson, userJson } from './pagerduty-json.ts';
import { ESCALATION_POLICY, PRIORITIES } from './pagerduty-references.ts';
import { annotationRoutes } from './pagerduty-rest-annotations.ts';
import {
  invalid,
  listed,
  notFound,
  type RestCall,
  type Route,
  refused,
} from './pagerduty-rest-call.ts';
import { changeRoutes } from './pagerduty-rest-changes.ts';
import { incidentRoutes } from './pagerduty-rest-incidents.ts';
import { subscriptionRoutes } from './pagerduty-rest-subscriptions.ts';
import type { WebhookSender } from './pagerduty-webhooks.ts';
import type { World } from './pagerduty-world.ts';

const ACCEPT = 'application/vnd.pagerduty+json;version=2';

export interface RestApi {
  readonly world: World;
  readonly webhooks: WebhookSender;
  readonly apiToken: string;
}

export function rest(api: RestApi, request: RecordedRequest): Answer {
  const denied = headerErrors(api, request);
  if (denied !== null) return denied;
  for (const route of ROUTES) {
    const found = route.path.exec(request.path);
    if (found === null || route.method !== request.method) continue;
    const email = String(request.headers['from'] ?? '');
    const user = api.world.users.find((one) => one.email === email) ?? null;
    if (route.from === true && user === null) {
      return refused(400, 1008, 'Requester User Not Found', ['From must be the email of a user']);
    }
    const call: RestCall = { ...api, request, params: found.slice(1), user };
    return route.answer(call);
  }
  return notFound();
}

function headerErrors(api: RestApi, request: RecordedRequest): Answer | null {
  if (request.headers['authorization'] !== `Token token=${api.apiToken}`) {
    return refused(401, 2006, 'HTTP Token: Access denied.');
  }
  if (
    !String(request.headers['accept'] ?? '')
      .replaceAll(' ', '')
      .includes(ACCEPT)
  ) {
    return invalid(`Accept must be ${ACCEPT}`);
  }
  const isJson = String(request.headers['content-type'] ?? '').startsWith('application/json');
  if (request.text !== '' && !isJson) return invalid('Content-Type must be application/json');
  return null;
}

const ROUTES: readonly Route[] = [
  ...incidentRoutes,
  ...annotationRoutes,
  ...changeRoutes,
  ...subscriptionRoutes,
  {
    method: 'GET',
    path: /^\/incidents\/([^/]+)\/alerts$/,
    answer: (call) => {
      const incident = call.world.incidents.find((one) => one.id === call.params[0]);
      if (incident === undefined) return notFound();
      const statuses = call.request.query.getAll('statuses[]');
      const key = call.request.query.get('alert_key');
      const alerts = incident.alerts.filter(
        (alert) =>
          (statuses.length === 0 || statuses.includes(alert.status)) &&
          (key === null || alert.key === key),
      );
      return listed(
        call,
        'alerts',
        alerts.map((alert) => alertJson(alert, incident)),
      );
    },
  },
  {
    method: 'GET',
    path: /^\/priorities$/,
    answer: (call) => listed(call, 'priorities', PRIORITIES),
  },
  {
    method: 'GET',
    path: /^\/abilities$/,
    answer: () => ({
      status: 200,
      body: { abilities: ['teams', 'urgencies', 'coordinated_responding', 'advanced_reports'] },
    }),
  },
  {
    method: 'GET',
    path: /^\/users$/,
    answer: (call) => {
      const query = (call.request.query.get('query') ?? '').toLowerCase();
      const found = call.world.users.filter((user) =>
        `${user.name} ${user.email}`.toLowerCase().includes(query),
      );
      return listed(call, 'users', found.map(userJson));
    },
  },
  {
    method: 'GET',
    path: /^\/users\/([^/]+)$/,
    answer: (call) => {
      const user = call.world.users.find((one) => one.id === call.params[0]);
      return user === undefined ? notFound() : { status: 200, body: { user: userJson(user) } };
    },
  },
  {
    method: 'GET',
    path: /^\/escalation_policies\/([^/]+)$/,
    answer: (call) =>
      call.params[0] === ESCALATION_POLICY.id
        ? { status: 200, body: { escalation_policy: escalationPolicyJson() } }
        : notFound(),
  },
  {
    method: 'GET',
    path: /^\/oncalls$/,
    answer: (call) => {
      const policies = call.request.query.getAll('escalation_policy_ids[]');
      const isMeant = policies.length === 0 || policies.includes(ESCALATION_POLICY.id);
      const onCall = call.world.users.filter((user) => isMeant && user.onCallLevel !== null);
      return listed(
        call,
        'oncalls',
        onCall.flatMap((user) => onCallJson(user, call.world.clock.now())),
      );
    },
  },
];
