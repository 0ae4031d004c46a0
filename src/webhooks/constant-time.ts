/** Comparison of secrets that takes the same time wherever they differ, and however long they are. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Digests have one length, so the comparison tells nothing about the length of the secret either. */
export function sameSecret(given: Uint8Array, expected: Uint8Array): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
