/** A delivery as it arrived: raw bytes, their digest, and the vendor's ids. */
import { createHash } from 'node:crypto';
import type { Delivery } from '../ports/incident-store.ts';
import type { Parts } from '../service/parts.ts';

export function deliveryOf(
  parts: Pick<Parts, 'clock' | 'uid'>,
  source: string,
  body: Uint8Array,
  vendorIds: readonly string[] = [],
): Delivery {
  return {
    id: parts.uid(),
    source,
    receivedAt: parts.clock.now(),
    sha256: createHash('sha256').update(body).digest('hex'),
    body,
    state: 'accepted',
    reason: '',
    vendorIds,
  };
}

/** Express leaves `undefined` where there was no body. */
export function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}
