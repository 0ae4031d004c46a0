/** The bearer check: whether an `Authorization` header carries the token, as bearer or as the password of basic. */
import { sameSecret } from './constant-time.ts';

const CREDENTIALS = /^(bearer|basic) +(\S+)$/i;

/**
 * True when `header` is `Bearer <token>` or `Basic base64(<any user>:<token>)`, compared in constant time. False
 * for a missing header, another scheme, and always when `token` is empty: an unset token opens nothing.
 */
export function checkBearer(header: string | undefined, token: string): boolean {
  const match = CREDENTIALS.exec(header?.trim() ?? '');
  if (match === null || token === '') return false;
  const [, scheme = '', credentials = ''] = match;
  // Node hands header bytes over one per character.
  const sent = Buffer.from(credentials, 'latin1');
  const given = scheme.toLowerCase() === 'basic' ? passwordOf(credentials) : sent;
  return sameSecret(given, Buffer.from(token));
}

/** The user name ends at the first colon; a password may hold more of them. */
function passwordOf(credentials: string): Uint8Array {
  const pair = Buffer.from(credentials, 'base64');
  return pair.subarray(pair.indexOf(':') + 1);
}
