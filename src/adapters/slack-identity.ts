/** Slack's Web API says whose bot token it is and what it may do, without posting anything. */
import { z } from 'zod';
import { cleanLine } from '../domain/plain-text.ts';
import { PortError } from '../ports/port-error.ts';
import { callSlack, type SlackAccess, slackClient } from './slack-client.ts';

export interface SlackIdentity {
  readonly team: string;
  readonly user: string;
  /** null: Slack does not say, or not in a way that we know. */
  readonly mayPost: boolean | null;
}

const METHOD = 'auth.test';
const NAME_BYTES = 120;

/** Throws PortError, and answers or throws within its deadline. */
export async function askSlackIdentity(access: SlackAccess): Promise<SlackIdentity> {
  const client = slackClient(access);
  let scopes: string | null = null;
  const heed = (header: (name: string) => string | null) => {
    scopes = header('x-oauth-scopes');
  };
  try {
    const known = Known.safeParse(await callSlack(client, METHOD, {}, { heed })).data;
    if (known === undefined) {
      const { who } = client.target;
      throw new PortError('malformed', `${who} answered ${METHOD} in an unknown shape`);
    }
    const named = (text: string) => cleanLine(client.say(text), NAME_BYTES);
    return { team: named(known.team), user: named(known.user), mayPost: isPoster(scopes) };
  } finally {
    client.close();
  }
}

const Known = z.object({ ok: z.literal(true), team: z.string(), user: z.string() });

/** Apps of the older kind have one of the other scopes instead. */
const POSTING = /^(?:chat:write(?::bot)?|bot(?::basic)?)$/;

function isPoster(scopes: string | null): boolean | null {
  return scopes === null ? null : scopes.split(',').some((one) => POSTING.test(one.trim()));
}
