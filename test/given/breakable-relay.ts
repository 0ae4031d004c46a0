/** A relay for TCP connections that can be broken and repaired, so that what lies behind it is away for a while. */
import { createConnection, createServer, type Socket } from 'node:net';

export interface BreakableRelay {
  readonly port: number;
  /** Cuts every connection, and takes no new one until it is repaired. */
  breakDown(): void;
  repair(): void;
  close(): Promise<void>;
}

/** `carry`: brings what one side says to the other. Default: all of it. */
export async function openRelay(
  to: { host: string; port: number },
  carry: (near: Socket, far: Socket) => void = (near, far) => void near.pipe(far).pipe(near),
): Promise<BreakableRelay> {
  const sockets = new Set<Socket>();
  let isBroken = false;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((near) => {
    if (isBroken) {
      near.destroy();
      return;
    }
    const far = createConnection(to);
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
    carry(near, far);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    port: address.port,
    breakDown() {
      isBroken = true;
      cut();
    },
    repair() {
      isBroken = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
