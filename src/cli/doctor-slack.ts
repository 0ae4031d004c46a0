/** Slack: whose token it is and whether it may post, and the webhook, to which nothing is posted to find out. */
import { askSlackIdentity } from '../adapters/slack-identity.ts';
import type { Config } from '../config/config.ts';
import { chatFor } from '../stakeholder-wiring.ts';
import { bad, type Checkup, checked, good, type Patience } from './doctor-checkup.ts';

/** Nothing where neither is configured. */
export function slack(config: Config, { furtherMs }: Patience): Promise<readonly Checkup[]> {
  const { token, webhookUrl } = config.slack;
  return Promise.all([
    ...(token === null ? [] : [botToken(config, { token: token.reveal(), timeoutMs: furtherMs })]),
    ...(webhookUrl === null ? [] : [webhook(config, webhookUrl.reveal())]),
  ]);
}

const NEW_TOKEN =
  'Under "OAuth & Permissions" of the app, install it again if its scopes were changed, copy the Bot User OAuth Token (xoxb-…), and set SLACK_BOT_TOKEN.';
const NEW_SCOPE =
  'Add it under "OAuth & Permissions" of the app, install the app again, and set SLACK_BOT_TOKEN.';

function botToken(
  { slack: { apiUrl }, projectContext }: Config,
  access: { token: string; timeoutMs: number },
): Promise<Checkup> {
  const name = 'Slack token';
  const remedy = `Check SLACK_API_URL (${apiUrl}) from this machine.`;
  return checked({ name, remedy, credentials: NEW_TOKEN }, async () => {
    const { user, team, mayPost } = await askSlackIdentity({ ...access, apiUrl });
    const whose = `user ${user} of team ${team}`;
    if (mayPost === false) return bad(name, `${whose} lacks the scope chat:write`, NEW_SCOPE);
    const channel = projectContext.incidentChannel.replace(/^slack:/, '');
    return good(name, `${whose}; only a message shows whether it may post in ${channel}`);
  });
}

const SLACKS_OWN = /^hooks\.slack(?:-gov)?\.com$/;
const INCOMING = /^\/services\/[^/]+\/[^/]+\/[^/]+$/;

function webhook(config: Config, address: string): Promise<Checkup> {
  const name = 'Slack webhook';
  const remedy =
    'Copy the address from "Incoming Webhooks" of the app again, and set SLACK_WEBHOOK_URL.';
  return checked({ name, remedy }, async () => {
    if (config.slack.token !== null)
      return good(name, 'set, and not used: SLACK_BOT_TOKEN is set too');
    chatFor(config)?.close();
    const { host, pathname, protocol } = new URL(address);
    const isWhole = protocol === 'https:' && INCOMING.test(pathname);
    if (SLACKS_OWN.test(host) && !isWhole) {
      return bad(name, `what is set is no whole address of a webhook at ${host}`, remedy);
    }
    return good(name, `set, at ${host}; it cannot be tried without posting`);
  });
}
