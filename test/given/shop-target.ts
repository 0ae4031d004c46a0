/** A shop that Prometheus scrapes: its error ratio can be moved, and its metrics page can be broken and repaired. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ShopTarget {
  readonly port: number;
  /** Of the checkout, 0 to 1. */
  setErrorRatio(ratio: number): void;
  /** From now on /metrics answers 500, so that Prometheus holds it for down. */
  breakDown(): void;
  repair(): void;
  close(): Promise<void>;
}

export async function openShopTarget(): Promise<ShopTarget> {
  let ratio = 0.01;
  let isBroken = false;
  const server = createServer((_request, response) => {
    if (isBroken) response.writeHead(500).end('broken\n');
    else exposition(response, ratio);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    setErrorRatio: (wanted) => {
      ratio = wanted;
    },
    breakDown: () => {
      isBroken = true;
    },
    repair: () => {
      isBroken = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function exposition(response: ServerResponse, ratio: number): void {
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
  response.end(
    `# HELP checkout_error_ratio Failed checkouts.\n# TYPE checkout_error_ratio gauge\ncheckout_error_ratio{service="checkout"} ${ratio}\n`,
  );
}
