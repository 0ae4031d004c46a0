/** The log pager stands in where no routing key is configured: it says aloud what it would have sent, and remembers it. */
import type { Page, Pager } from '../ports/pager.ts';

interface SentPage {
  readonly action: 'trigger' | 'resolve';
  readonly dedupKey: string;
  /** null on resolve. */
  readonly page: Page | null;
}

export interface LogPager extends Pager {
  readonly via: 'log';
  /** Newest last. */
  recent(): readonly SentPage[];
}

/** `log` gets one sentence and its facts. `keep`: how many are remembered, 50 by default. */
export function createLogPager(
  log: (message: string, facts: Readonly<Record<string, unknown>>) => void,
  keep = 50,
): LogPager {
  const sent: SentPage[] = [];
  const say = (entry: SentPage, message: string) => {
    sent.push(entry);
    if (sent.length > keep) sent.shift();
    log(message, { action: entry.action, dedupKey: entry.dedupKey, page: entry.page });
  };
  return {
    via: 'log',
    trigger: async (page) =>
      say(
        { action: 'trigger', dedupKey: page.dedupKey, page },
        'would page: no PagerDuty routing key is configured',
      ),
    resolve: async (dedupKey) =>
      say(
        { action: 'resolve', dedupKey, page: null },
        'would close a page: no PagerDuty routing key is configured',
      ),
    recent: () => [...sent],
  };
}
