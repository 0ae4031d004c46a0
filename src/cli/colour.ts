/** Colour where a person looks at a terminal and did not say NO_COLOR. */
import type { WriteStream } from 'node:tty';
import pc from 'picocolors';

/** picocolors reads NO_COLOR, FORCE_COLOR and the terminal; a stream that is no terminal gets none. */
export function wantsColour(stream: Pick<WriteStream, 'isTTY'>): boolean {
  return pc.isColorSupported && stream.isTTY === true;
}

export function colours(stream: Pick<WriteStream, 'isTTY'>): ReturnType<typeof pc.createColors> {
  return pc.createColors(wantsColour(stream));
}
