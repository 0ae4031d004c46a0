/** A relay for HTTP/1.1 on which a chosen answer stays: what was asked is done, and who asked never hears of it. */
import type { Socket } from 'node:net';
import { openRelay } from './breakable-relay.ts';

export interface LossyRelay {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Resolves when the answer to the next request that contains this text has come, and keeps it. */
  keepAnswer(to: string): Promise<void>;
  close(): Promise<void>;
}

interface Wanted {
  readonly text: string;
  readonly came: () => void;
}

/** What is behind it may be away: then its callers are cut off, too. */
export async function openLossyRelay(port: number): Promise<LossyRelay> {
  let wanted: Wanted | null = null;
  const isKept = (asked: string): boolean => {
    if (wanted === null || !asked.includes(wanted.text)) return false;
    wanted.came();
    wanted = null;
    return true;
  };
  const relay = await openRelay({ host: '127.0.0.1', port }, (near, far) =>
    carry(near, far, isKept),
  );
  return {
    url: `http://127.0.0.1:${relay.port}`,
    keepAnswer: (text) =>
      new Promise((came) => {
        wanted = { text, came };
      }),
    close: relay.close,
  };
}

/** One request at a time on a connection, so what came in since the last answer is what is answered. */
function carry(near: Socket, far: Socket, isKept: (asked: string) => boolean): void {
  let asked = '';
  let isMute = false;
  near.on('data', (chunk) => {
    asked += chunk.toString('utf8');
    far.write(chunk);
  });
  far.on('data', (chunk) => {
    isMute ||= isKept(asked);
    asked = '';
    if (!isMute) near.write(chunk);
  });
}
