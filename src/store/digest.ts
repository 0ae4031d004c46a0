/** Short fixed-length keys for texts of the outside world, which may be longer than an index takes. */
import { createHash } from 'node:crypto';
import { toText } from './json-text.ts';

/** 43 characters; equal for texts that PostgreSQL stores as equal. */
export function digestOf(text: string): string {
  return createHash('sha256').update(toText(text)).digest('base64url');
}
