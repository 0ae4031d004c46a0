/** A relay for HTTP/1.1 on which a chosen answer stays: what was asked is done, and who asked never hears of it. */
import { createConnection, createServer, type Socket } from 'node:net';

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
  const sockets = new Set<Socket>();
  let wanted: Wanted | null = null;
  const isKept = (asked: string): boolean => {
    if (wanted === null || !asked.includes(wanted.text)) return false;
    wanted.came();
    wanted = null;
    return true;
  };
  const server = createServer((near) => {
    const far = createConnection({ host: '127.0.0.1', port });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    carry(near, far, isKept);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    keepAnswer: (text) =>
      new Promise((came) => {
        wanted = { text, came };
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
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
