/** The signature check of GitHub's webhooks: HMAC-SHA256 over the raw bytes, in `X-Hub-Signature-256`. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const ENTRY = /^sha256=([0-9a-f]{64})$/i;

/** False for a missing or unreadable header, and always without a secret: an unset one opens nothing. */
export function checkHubSignature(
  rawBody: Uint8Array,
  header: string | undefined,
  secret: string,
): boolean {
  const hex = ENTRY.exec(header?.trim() ?? '')?.[1];
  if (hex === undefined || secret === '') return false;
  const expected = createHmac('sha256', secret).update(rawBody).digest();
  return timingSafeEqual(Buffer.from(hex, 'hex'), expected);
}
