/** Canaries are secrets that can be recognised wherever they come up, in whatever form. */
import {
  answers,
  badGateway,
  type Fault,
  loginPage,
  redirect,
  reset,
} from '../../src/sandbox/faults.ts';
import type { Loopback } from '../../src/sandbox/loopback.ts';

/** Each begins with letters that no form of writing changes, and goes on with characters that some do. */
export const CANARIES = {
  database: 'CanaryDatabase+p/1=',
  redis: 'CanaryRedisPw+p/2=',
  routingKey: 'CanaryRoutingKey0000000000000001',
  secondKey: 'CanarySecondKey00000000000000002',
  eventsUrl: 'CanaryEventsPw+p/3=',
  apiUrl: 'CanaryApiUrlPw+p/4=',
  apiToken: 'CanaryApiToken+t/5=',
  webhookSecret: 'CanaryWebhookOne+s/6=',
  olderWebhookSecret: 'CanaryWebhookTwo+s/7=',
  hookPath: 'CanaryHookPath8',
  hookPassword: 'CanaryHookPw+p/9=',
  smtp: 'CanarySmtpPw+p/10=',
  slackPath: 'CanarySlackPath11',
  doorToken: 'CanaryDoorToken+t/12=',
  ownToken: 'CanaryOwnToken+t/13=',
  prometheus: 'CanaryPrometheusPw+p/14=',
  prometheusHeader: 'CanaryPromHeader+h/15=',
  alertmanager: 'CanaryAlertmanPw+p/16=',
  alertmanagerHeader: 'CanaryAlertmanHeader+h/17=',
  loki: 'CanaryLokiPw+p/18=',
  tempo: 'CanaryTempoPw+p/19=',
  slackToken: 'CanarySlackToken+t/20=',
  slackApi: 'CanarySlackApiPw+p/21=',
  stakeholderPath: 'CanaryStakeholderPath22',
  stakeholderSecret: 'CanaryStakeholderSecret+s/23=',
  changesToken: 'CanaryChangesToken+t/24=',
} as const;

/** The part that survives percent-encoding, escaping and case. */
const STEM = /^[A-Za-z0-9]+/;

/** Which canaries are in the text, with what stands around them; empty when there is none. */
export function canariesIn(place: string, text: string): readonly string[] {
  const folded = text.toLowerCase();
  return Object.entries(CANARIES).flatMap(([name, secret]) => {
    const stem = STEM.exec(secret)?.[0] ?? secret;
    const exact = [...base64Of(stem), ...base64Of(secret)].map((form) => text.indexOf(form));
    const loose = [stem, Buffer.from(stem).toString('hex')].map((form) =>
      folded.indexOf(form.toLowerCase()),
    );
    const found = [...exact, ...loose].find((at) => at >= 0);
    if (found === undefined) return [];
    return [`${name} in ${place}: …${text.slice(Math.max(0, found - 120), found + 80)}…`];
  });
}

/** As base64 shows it, wherever in a longer text it stands. */
function base64Of(text: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from(`${'.'.repeat(before)}${text}`).toString('base64');
    const first = before === 0 ? 0 : before + 1;
    return encoded.slice(first, Math.floor(((before + text.length) * 8) / 6));
  });
}

export function inUrl(secret: string): string {
  return encodeURIComponent(secret);
}

type Shape = (said: string) => unknown;

/** How each vendor words an error. */
export const SHAPES = {
  events: (said) => ({ status: 'invalid event', message: said, errors: [said] }),
  rest: (said) => ({ error: { message: said, code: 2001, errors: [said] } }),
  prometheus: (said) => ({ status: 'error', errorType: 'bad_data', error: said }),
  alertmanager: (said) => JSON.stringify(said),
  slack: (said) => ({ ok: false, error: said }),
  page: (said) => `<html><body><pre>${said}</pre></body></html>`,
} satisfies Record<string, Shape>;

/** A vendor that repeats in its error the request's head and the secrets that it knows, in every form. */
export function echoes(status: number, shape: Shape, secrets: readonly string[]): Fault {
  return (response) => {
    const { headers, url } = response.req;
    const sent = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const known = secrets.flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('base64url'),
    ]);
    const said = [...known, url, ...sent].join(' ');
    const type = shape === SHAPES.page ? 'text/html' : 'application/json';
    answers(status, shape(said), { 'content-type': type })(response);
  };
}

type Scope = Parameters<Loopback['fail']>[1];

/** The next answers fail like these, in turn. The first ones may be asked again, the last three may not. */
export function failInTurn(
  sandbox: Pick<Loopback, 'fail'>,
  shape: Shape,
  known: readonly string[],
  scope: Scope = {},
): void {
  const echo = (status: number) => echoes(status, shape, known);
  const faults = [
    echo(200),
    echo(500),
    echoes(503, SHAPES.page, known),
    badGateway(),
    loginPage(),
    reset(),
    echo(429),
    redirect(`http://x:${CANARIES.apiToken}@elsewhere.example.com/${CANARIES.hookPath}`),
    echo(401),
    echo(400),
  ];
  for (const fault of faults) sandbox.fail(fault, scope);
}
