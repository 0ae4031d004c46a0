/** PagerDuty's webhooks: the secret that signs them, and the subscription that sends them here. */
import type { Config } from '../config/config.ts';
import type { DutyBoard, Subscription } from '../ports/duty-board.ts';
import { HEEDED_TYPES } from '../webhooks/pagerduty.ts';
import { bad, type Checkup, checked, good, missing } from './doctor-checkup.ts';

export function webhookSecret({ pagerduty }: Config): Checkup {
  const name = 'webhook secret';
  const count = pagerduty.webhookSecrets.length;
  if (count > 0) return good(name, count === 1 ? 'set' : `${count} of them are taken`);
  return missing(
    name,
    "PagerDuty's webhooks are all refused, so notes are not heard",
    'Set PAGERDUTY_WEBHOOK_SECRET to the secret that the webhook subscription was made with.',
  );
}

const NAME = 'webhooks';
const PATH = '/webhooks/pagerduty';

/** Others of the account may belong to other installations, so one that works is enough. */
export function subscriptions({ pagerduty }: Config, board: DutyBoard): Promise<Checkup> {
  const remedy = 'Look whether the REST API key may read webhook subscriptions.';
  return checked({ name: NAME, remedy }, async () => {
    const all = await board.subscriptions();
    const ours = all.filter(({ url }) => url.replace(/\/$/, '').endsWith(PATH));
    if (ours.length === 0) {
      const text = `no webhook subscription points at …${PATH}`;
      return bad(NAME, text, `Make one, with the events ${HEEDED_TYPES.join(', ')}.`);
    }
    const faults = ours.map(faultOf);
    const working = ours.filter((_, index) => faults[index] === null);
    if (working.length === 0) return faults.find((fault) => fault !== null) ?? unheard(ours);
    if (pagerduty.webhookSecrets.length === 0) return unheard(working);
    return good(NAME, told(working));
  });
}

function faultOf(one: Subscription): Checkup | null {
  const { id, active, disabled, events } = one;
  const told = `the subscription ${id} to ${placeOf(one)}`;
  if (!active) return bad(NAME, `${told} is switched off`, 'Switch it on in PagerDuty.');
  if (disabled) {
    return bad(
      NAME,
      `${told} was disabled by PagerDuty after deliveries that failed`,
      'See that PagerDuty reaches that address; a Tocsin that runs enables it again within a minute.',
    );
  }
  const lacking = HEEDED_TYPES.filter((type) => !events.includes(type));
  if (lacking.length === 0) return null;
  return bad(NAME, `${told} does not ask for ${lacking.join(', ')}`, 'Add these events to it.');
}

function unheard(all: readonly Subscription[]): Checkup {
  const text = `${told(all)}, and each of them is refused: PAGERDUTY_WEBHOOK_SECRET is not set`;
  return bad(NAME, text, 'Set it, or PagerDuty will disable the subscription.');
}

function told(all: readonly Subscription[]): string {
  return `events are sent to ${all.map(placeOf).join(', ')}`;
}

/** Without user and password, which an address may hold. */
function placeOf({ url }: Subscription): string {
  if (!URL.canParse(url)) return 'an address that is none';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
