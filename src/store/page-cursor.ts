/** The cursor of a list: where the last page ended, as opaque text. */
import { type Instant, readInstant } from '../domain/instant.ts';

export interface Position {
  readonly openedAt: Instant;
  readonly id: string;
}

export function writeCursor({ openedAt, id }: Position): string {
  return Buffer.from(JSON.stringify([openedAt, id])).toString('base64url');
}

/** Throws RangeError for a text that did not come from writeCursor. */
export function readCursor(cursor: string): Position {
  const parts = parse(cursor);
  if (Array.isArray(parts) && parts.length === 2) {
    const [openedAt, id] = parts as [unknown, unknown];
    const isOurs = readInstant(openedAt) === openedAt && /^INC-[-0-9]{1,40}$/.test(String(id));
    if (isOurs) return { openedAt: String(openedAt), id: String(id) };
  }
  throw new RangeError('the cursor is not one of ours: start again without it');
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}
