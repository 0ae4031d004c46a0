/** PagerDuty's REST API: the key first, and only where it is taken everything that it lets us see. */
import type { Config } from '../config/config.ts';
import type { Clock } from '../ports/clock.ts';
import type { DutyBoard } from '../ports/duty-board.ts';
import { PortError } from '../ports/port-error.ts';
import { boardFor } from '../wiring.ts';
import { bad, type Checkup, checked, good, missing, type Patience } from './doctor-checkup.ts';
import { architects, noteWriter, onCallPeople } from './doctor-people.ts';
import { subscriptions } from './doctor-webhooks.ts';

const NAME = 'PagerDuty API key';

export async function pagerdutyApi(
  config: Config,
  patience: Patience,
  machine: Clock,
): Promise<readonly Checkup[]> {
  const first = boardFor(config, machine, patience.firstMs);
  const board = boardFor(config, machine, patience.furtherMs);
  if (first === null || board === null) {
    const remedy =
      'Set PAGERDUTY_API_TOKEN to a REST API key, or notes are heard and not answered.';
    return [missing(NAME, 'not configured', remedy)];
  }
  const skew = await clockSkew(first);
  if (typeof skew !== 'number') return [skew];
  return [
    good(NAME, `taken by ${config.pagerduty.apiUrl}`),
    clock(skew),
    ...(await Promise.all([
      noteWriter(config, board),
      onCallPeople(board),
      architects(config, board),
      priority(config, board),
      subscriptions(config, board),
    ])),
  ];
}

/** Reads with the key; a checkup where that fails. */
async function clockSkew(board: DutyBoard): Promise<number | Checkup> {
  try {
    return await board.clockSkew();
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const unseen = 'people, priorities and webhooks were not looked at';
    return bad(
      NAME,
      `${error.message}; ${unseen}`,
      error.reason === 'auth' ? NEW_KEY : OTHER_ADDRESS,
    );
  }
}

const NEW_KEY =
  'Make a REST API key in PagerDuty and set PAGERDUTY_API_TOKEN; accounts in the EU also set PAGERDUTY_API_URL.';
const OTHER_ADDRESS = 'Check PAGERDUTY_API_URL from this machine.';

const MOST_SECONDS = 30;

function clock(skew: number): Checkup {
  const apart = Math.abs(skew);
  if (apart <= MOST_SECONDS) return good('clock', `${apart} s away from PagerDuty's`);
  return bad(
    'clock',
    `${apart} s ${skew > 0 ? 'behind' : 'ahead of'} PagerDuty's`,
    'Let this machine take its time from the network (chrony, systemd-timesyncd).',
  );
}

function priority({ pagerduty }: Config, board: DutyBoard): Promise<Checkup> {
  const name = 'SEV1 priority';
  const remedy = 'Look whether the REST API key may read priorities.';
  return checked({ name, remedy }, async () => {
    const names = (await board.priorities()).map((one) => one.name);
    if (names.length === 0) {
      const text = 'the account has no priorities, so a SEV1 gets none';
      return missing(name, text, "Switch incident priorities on in PagerDuty's account settings.");
    }
    const wanted = pagerduty.sev1Priority.toLowerCase();
    const found = names.find((one) => one.toLowerCase() === wanted);
    if (found !== undefined) return good(name, found);
    const text = `the account has no priority ${pagerduty.sev1Priority}; it has ${names.join(', ')}`;
    return bad(name, text, 'Set pagerduty.sev1_priority to one of these.');
  });
}
