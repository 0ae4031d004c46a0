/** Short fixed-length keys for texts of the outside world, which may be longer than an index takes. */
import { createHash } from 'node:crypto';
import { toText } from './json-text.ts';

/** 43 characters; equal for texts that PostgreSQL stores as equal. */
export function digestOf(text: string): string {
  return createHash('sha256').update(toText(text)).digest('base64url');
}

/** The key that Alertmanager's own PagerDuty notifier gives to the alerts of a group. */
export function alertmanagerDedupKey(groupKey: string): string {
  return createHash('sha256').update(groupKey).digest('hex');
}
