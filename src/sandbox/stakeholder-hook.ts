/** The sandbox's stakeholder hook is a receiver of webhooks that keeps what it was sent. */
import { type Loopback, type LoopbackOptions, openLoopback } from './loopback.ts';

export interface HookReceiver extends Loopback {
  /** The address to post to. */
  readonly hookUrl: string;
}

const PATH = '/hooks/stakeholders';

/** Answers 204; anything but a POST of JSON to its address is refused. What was sent stands in `requests`. */
export async function openHookReceiver(options: LoopbackOptions = {}): Promise<HookReceiver> {
  const loopback = await openLoopback(({ method, path, body }) => {
    if (path !== PATH) return { status: 404, body: 'not found' };
    if (method !== 'POST') return { status: 405, body: 'only POST' };
    return { status: typeof body === 'object' && body !== null ? 204 : 400 };
  }, options);
  return { ...loopback, hookUrl: `${loopback.url}${PATH}` };
}
