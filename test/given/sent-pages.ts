/** The pages that PagerDuty was asked for over its Events API, and how it can fail them. */
import type { Fault } from '../../src/sandbox/faults.ts';
import type { RecordedRequest } from '../../src/sandbox/loopback.ts';
import { type PagerDutySandbox, SANDBOX_ROUTING_KEY } from '../../src/sandbox/pagerduty.ts';
import type { RememberingLog } from './remembering-log.ts';

interface SentEvent {
  readonly event_action: string;
  readonly routing_key: string;
  readonly dedup_key: string;
  readonly payload?: {
    readonly summary: string;
    readonly custom_details: Readonly<Record<string, string>>;
  };
}

/** The pages that were sent, refused ones too, in their order. */
export function triggersAt({ requests }: Pick<PagerDutySandbox, 'requests'>): readonly SentEvent[] {
  return requests
    .filter(({ path }) => path === '/v2/enqueue')
    .map(({ body }) => body as SentEvent)
    .filter((event) => event.event_action === 'trigger');
}

/** How many sends of pages have ended in vain so far; one that hangs counts once its deadline of ten seconds has come. */
export function notAccepted({ lines }: RememberingLog): number {
  return lines.filter(({ message }) => message.startsWith('page not accepted')).length;
}

/** Pages with the first routing key fail like this, those with another do not. `times`: until PagerDuty is healed. */
export function failPages(
  pagerduty: Pick<PagerDutySandbox, 'fail'>,
  fault: Fault,
  times = Number.POSITIVE_INFINITY,
): void {
  pagerduty.fail(fault, { times, when: hasFirstKey });
}

function hasFirstKey({ path, body }: RecordedRequest): boolean {
  const key = (body as Partial<SentEvent> | undefined)?.routing_key;
  return path === '/v2/enqueue' && key === SANDBOX_ROUTING_KEY;
}
