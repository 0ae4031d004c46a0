/** A SEV1 of the checkout, walked through the workflow by the sentences that people write. */
import type { SentAlert } from '../../src/sandbox/alertmanager.ts';
import { checkoutDown, ERROR_RATIO } from './checkout.ts';
import type { Context, Standing } from './house.ts';

/** The checkout fails from a minute before its alert until it is mended. */
export interface Trouble {
  readonly id: string;
  readonly alert: SentAlert;
  /** From now on its errors are at `ratio`, 0.01 as before unless told; the alert fires on. */
  mend(ratio?: number): void;
  /** The alert is resolved as of now. */
  clear(): Promise<void>;
}

/** Opens an incident by Alertmanager's webhook; `alert` as it is sent, the checkout's unless told. */
export async function troubleAt(
  at: Standing,
  alert: SentAlert = checkoutDown({ startsAt: at.clock.now() }),
): Promise<Trouble> {
  const epoch = () => Date.parse(at.clock.now()) / 1000;
  const began = epoch() - 60;
  let mendedAt = Number.POSITIVE_INFINITY;
  let after = 0.01;
  at.prometheus.set(ERROR_RATIO, { service: 'checkout' }, (time) => {
    if (time < began) return 0.01;
    return time < mendedAt ? 0.31 : after;
  });
  const [opened] = await at.alert(alert);
  return {
    id: opened?.id ?? '',
    alert,
    mend(ratio = 0.01) {
      mendedAt = epoch();
      after = ratio;
    },
    clear: async () => {
      await at.alert({ ...alert, endsAt: at.clock.now() });
    },
  };
}

export const CAUSE = 'cause: the payment pool is exhausted evidence E1';
export const FIX = 'fix: raised the pool to 200 evidence E1 rollback: set it to 50';
const WHYS =
  'why: checkout failed > the pool was empty > a query held its connection > it had no timeout > nobody asks for one in review';

/** What a complete postmortem is made of. */
export const LESSONS = [
  WHYS,
  'action: alert on a pool that runs empty owner: Lan Nguyen due: 2026-04-01',
  'prevent: every query has a timeout',
];

/** Each must be taken; the last answer. */
export async function say(at: Standing, id: string, ...texts: readonly string[]): Promise<Context> {
  let last: Context = null;
  for (const text of texts) {
    const { status, body } = await at.say(id, text);
    if (status !== 200) throw new Error(`"${text}" was not taken: ${JSON.stringify(body)}`);
    last = body;
  }
  return last;
}

/** What is refused, with the names of what is missing. */
export async function refused(
  at: Standing,
  id: string,
  text: string,
): Promise<{ readonly status: number; readonly needs: readonly string[] }> {
  const { status, body } = await at.say(id, text);
  return { status, needs: (body.needs ?? []).map(({ need }: Context) => need) };
}

/** Minute by minute, so that whatever is due rings in its time. */
export async function minutes(at: Standing, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) await at.forward(60);
}

/** From the first word to a fix that was applied. */
export async function fixed(at: Standing, { id }: Trouble): Promise<void> {
  await minutes(at, 1);
  await say(at, id, 'sev1');
  await minutes(at, 4);
  await say(at, id, 'update: the payment pool is empty');
  await say(at, id, CAUSE, FIX);
}

/** Mended and cleared, and looked at after the quiet time. */
export async function recovered(at: Standing, trouble: Trouble): Promise<void> {
  trouble.mend();
  await minutes(at, 1);
  await trouble.clear();
  await minutes(at, 2);
  await say(at, trouble.id, 'update: orders come in again');
  await minutes(at, 3);
}

/** The cells of a row of a Markdown table whose first cell is this, without the first. */
export function rowOf(markdown: string, first: string): readonly string[] {
  const line = markdown.split('\n').find((each) => each.startsWith(`| ${first} |`)) ?? '';
  return line
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}
