/** An outbound target is a configured base URL, checked once and stripped of what must never be printed. */
import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { PortError } from '../ports/port-error.ts';

export interface Target {
  /** `https://host:port/prefix` without a trailing slash and without credentials: safe to print. */
  readonly base: string;
  /** `host` or `host:port`. */
  readonly host: string;
  /** `/prefix`, or empty. */
  readonly prefix: string;
  readonly secure: boolean;
  /** How messages name the other side: `Prometheus at 10.0.0.7:9090`. */
  readonly who: string;
  /** `Basic …` from the URL's user and password; null when it has none. */
  readonly authorization: string | null;
  /** The URL's password, as it is and within `authorization`: never to be said. */
  readonly secrets: readonly string[];
}

/**
 * Reads an operator's URL for `vendor`. Throws PortError `refused` for anything that is not plain http(s), carries a
 * query, or points at a link-local address (cloud metadata lives there).
 */
export function readTarget(vendor: string, baseUrl: string): Target {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new PortError(
      'refused',
      `The address of ${vendor} is no http(s) URL; write https://host:port`,
    );
  }
  const who = `${vendor} at ${url.host}`;
  if (url.search !== '' || url.hash !== '') {
    throw new PortError('refused', `${who}: the address must not carry a query or fragment`);
  }
  if (isLinkLocal(url.hostname)) throw new PortError('refused', `${who}: ${LINK_LOCAL}`);
  const prefix = url.pathname.replace(/\/+$/, '');
  return {
    base: `${url.protocol}//${url.host}${prefix}`,
    host: url.host,
    prefix,
    secure: url.protocol === 'https:',
    who,
    ...credentialsOf(url),
  };
}

const LINK_LOCAL = 'link-local addresses are refused';

/** Resolves like the system does, and refuses names that lead to a link-local address. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, options, (error, found, family) => {
    const addresses = typeof found === 'string' ? [found] : (found ?? []).map((one) => one.address);
    if (error === null && addresses.some(isLinkLocal)) {
      callback(Object.assign(new Error(LINK_LOCAL), { code: 'ELINKLOCAL' }), '', 4);
      return;
    }
    callback(error, found, family);
  });
};

const linkLocal = new BlockList();
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4');
linkLocal.addSubnet('fe80::', 10, 'ipv6');
// Where one cloud answers its metadata over IPv6.
linkLocal.addAddress('fd00:ec2::254', 'ipv6');

function isLinkLocal(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  return version !== 0 && linkLocal.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

function credentialsOf(url: URL): Pick<Target, 'authorization' | 'secrets'> {
  if (url.username === '' && url.password === '') return { authorization: null, secrets: [] };
  const password = decodeURIComponent(url.password);
  const pair = `${decodeURIComponent(url.username)}:${password}`;
  const credentials = Buffer.from(pair).toString('base64');
  return { authorization: `Basic ${credentials}`, secrets: [password, credentials] };
}
