/** The signature check of PagerDuty V3 webhooks: HMAC-SHA256 over the raw bytes, several secrets while they rotate. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export type SignatureVerdict = 'valid' | 'missing' | 'malformed' | 'mismatch';

const V1_ENTRY = /^v1=([0-9a-f]{64})$/i;

/**
 * Checks the `X-PagerDuty-Signature` header (`v1=<64 hex>[,v1=…]`) against the raw body. Valid when any entry
 * matches any secret; entries of other versions are ignored; `malformed` when no entry can be read. A secret is
 * used as its bytes, never decoded; empty ones are ignored, so without secrets nothing is ever valid.
 */
export function verifySignature(
  rawBody: Uint8Array,
  header: string | undefined,
  secrets: readonly string[],
): SignatureVerdict {
  if (header === undefined || header.trim() === '') return 'missing';
  const claimed = header.split(',').flatMap(readEntry);
  if (claimed.length === 0) return 'malformed';
  const expected = secrets
    .filter((secret) => secret !== '')
    .map((secret) => createHmac('sha256', secret).update(rawBody).digest());
  return anyMatch(claimed, expected) ? 'valid' : 'mismatch';
}

function readEntry(entry: string): Buffer[] {
  const hex = V1_ENTRY.exec(entry.trim())?.[1];
  return hex === undefined ? [] : [Buffer.from(hex, 'hex')];
}

/** Compares all with all: stopping at the first match would tell which secret it was. */
function anyMatch(claimed: readonly Buffer[], expected: readonly Buffer[]): boolean {
  let matches = 0;
  for (const one of claimed) {
    for (const other of expected) matches += timingSafeEqual(one, other) ? 1 : 0;
  }
  return matches > 0;
}
