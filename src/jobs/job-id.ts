/** A job's id is made of its dedupe key, so that the queue knows the same job when it comes twice. */
import { createHash } from 'node:crypto';

/**
 * `j` and the sha256 of the key in hex: BullMQ refuses ids that are all digits or hold a colon, and keys hold colons.
 */
export function jobIdOf(dedupe: string): string {
  return `j${createHash('sha256').update(dedupe).digest('hex')}`;
}
