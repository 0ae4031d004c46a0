/** The fallback is how somebody hears of a SEV1 when the pager does not answer or does not ring. */
import type { Page } from './pager.ts';

/** Both methods throw PortError, and answer or throw within their deadlines. */
export interface Fallback {
  /** `second routing key`, `webhook`, `e-mail`, or several of them, separated by commas. */
  readonly via: string;
  /** `why` says what is wrong with the pager. Returns the way that took the page: what the timeline says. */
  call(page: Page, why: string): Promise<string>;
  /** Closes what a call with this key may have left open; where nothing stays open it does nothing. */
  resolve(dedupKey: string): Promise<void>;
}
