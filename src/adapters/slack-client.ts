/** A client of Slack's Web API calls one method at a time; Slack says no in an answer of 200, which is told with what to do. */
import { z } from 'zod';
import { PortError, type PortReason } from '../ports/port-error.ts';
import { createHttpClient, type HttpClient, type HttpRequest } from './http-client.ts';

export interface SlackAccess {
  /** `xoxb-…`, with the scope `chat:write`. */
  readonly token: string;
  /** Default `https://slack.com/api`. */
  readonly apiUrl?: string;
  /** For one request. Default 10,000. */
  readonly timeoutMs?: number;
}

/** Throws PortError `refused` for an address that may not be called. */
export function slackClient({ token, apiUrl, ...options }: SlackAccess): HttpClient {
  return createHttpClient({
    ...options,
    vendor: 'Slack',
    baseUrl: apiUrl ?? 'https://slack.com/api',
    headers: { Authorization: `Bearer ${token}` },
    refusal: (body) => {
      const answer = Refused.safeParse(body).data;
      return answer === undefined
        ? null
        : { reason: reasonOf(answer.error), message: answer.error };
    },
  });
}

/** `needed` and `provided` come with a scope that is missing. */
const Refused = z.object({
  ok: z.literal(false),
  error: z.string(),
  needed: z.string().nullish().catch(null),
  provided: z.string().nullish().catch(null),
});

/** The answer to a method that Slack did not refuse. */
export async function callSlack(
  client: HttpClient,
  method: string,
  json: object,
  more: Pick<HttpRequest, 'heed'> = {},
): Promise<unknown> {
  const answer = await client.send({
    ...more,
    method: 'POST',
    path: `/${method}`,
    json,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
  });
  const refused = Refused.safeParse(answer).data;
  if (refused === undefined) return answer;
  const remedy = remedyFor(refused);
  const hint = remedy === undefined ? '' : `; ${client.say(remedy)}`;
  throw new PortError(
    reasonOf(refused.error),
    `${client.target.who} refused ${method}: ${client.say(refused.error)}${hint}`,
  );
}

function reasonOf(error: string): PortReason {
  return REASONS.get(error) ?? 'refused';
}

/** What is not here is a request that stays wrong. */
const REASONS: ReadonlyMap<string, PortReason> = new Map(
  Object.entries<PortReason>({
    ratelimited: 'rate-limited',
    rate_limited: 'rate-limited',
    message_limit_exceeded: 'rate-limited',
    internal_error: 'unavailable',
    fatal_error: 'unavailable',
    service_unavailable: 'unavailable',
    request_timeout: 'timeout',
    invalid_auth: 'auth',
    not_authed: 'auth',
    account_inactive: 'auth',
    token_revoked: 'auth',
    token_expired: 'auth',
    missing_scope: 'auth',
    no_permission: 'auth',
    not_allowed_token_type: 'auth',
  }),
);

function remedyFor({ error, needed, provided }: z.output<typeof Refused>): string | undefined {
  if (error !== 'missing_scope' || !needed) return REMEDIES.get(error);
  const has = provided ? ` (it has ${provided})` : '';
  return `give the bot the scope ${needed}${has}`;
}

const REMEDIES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    channel_not_found:
      'check project_context.incident_channel, and invite the bot where it is private',
    not_in_channel: 'invite the bot to the channel',
    is_archived: 'the channel is archived: name another one in project_context.incident_channel',
    missing_scope: 'give the bot the scope chat:write',
    invalid_auth: 'check SLACK_BOT_TOKEN',
    not_authed: 'check SLACK_BOT_TOKEN',
    not_allowed_token_type: 'SLACK_BOT_TOKEN must be the token of a bot (xoxb-…)',
    token_revoked: 'make a new token and set SLACK_BOT_TOKEN',
    token_expired: 'make a new token and set SLACK_BOT_TOKEN',
    account_inactive: 'the bot was removed: install it again and set SLACK_BOT_TOKEN',
  }),
);
