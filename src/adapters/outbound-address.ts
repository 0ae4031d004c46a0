/** An outbound address is a webhook's whole URL, taken apart so that its secret path and query never get into a message. */

export interface Address {
  /** `https://user:password@host:port`: what the HTTP client takes as its base. */
  readonly server: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** What is no URL is left to the client to refuse. */
export function partsOf(text: string): Address {
  if (!URL.canParse(text)) return { server: text, path: '', query: new URLSearchParams() };
  const url = new URL(text);
  const { pathname: path, searchParams: query } = url;
  const server = new URL(url);
  server.pathname = '';
  server.search = '';
  return { server: server.href, path, query };
}
