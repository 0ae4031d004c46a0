/** The fallback is how somebody hears of a SEV1 when the pager does not answer or does not ring. */
import type { Page } from './pager.ts';

export interface Fallback {
  /** `second routing key`, `webhook`, `e-mail`: what the timeline says. */
  readonly via: string;
  /** Throws PortError. `why` says what is wrong with the pager. */
  call(page: Page, why: string): Promise<void>;
}
