/** The cursor of a list: where the last page ended, as opaque text. */
import { type Instant, readInstant } from '../domain/instant.ts';

export interface Position {
  readonly at: Instant;
  readonly id: string;
}

export function writeCursor({ at, id }: Position): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** Throws RangeError for a text that did not come from writeCursor, or with an id that is none of this list. */
export function readCursor(cursor: string, isId: (id: string) => boolean): Position {
  const parts = parse(cursor);
  if (Array.isArray(parts) && parts.length === 2) {
    const [at, id] = parts as [unknown, unknown];
    if (readInstant(at) === at && isId(String(id))) return { at: String(at), id: String(id) };
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
