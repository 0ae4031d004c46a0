/** The ways in which a source of evidence fails, each with the reason that its adapter must give. */

import type { PortReason } from '../../../src/ports/port-error.ts';
import * as faults from '../../../src/sandbox/faults.ts';

export const SOURCE_FAULTS: readonly (readonly [string, faults.Fault, PortReason])[] = [
  ['503 in plain text', faults.answers(503, 'ingester not ready'), 'unavailable'],
  ['504', faults.answers(504, 'context deadline exceeded'), 'unavailable'],
  ['401', faults.answers(401, 'no org id'), 'auth'],
  ['429', faults.answers(429, 'too many outstanding requests'), 'rate-limited'],
  ['400', faults.answers(400, 'parse error at line 1, col 9'), 'refused'],
  ['a page of a proxy', faults.badGateway(), 'unavailable'],
  ['200 with a login page', faults.loginPage(), 'malformed'],
  ['200 with other JSON', faults.answers(200, { hello: 'world' }), 'malformed'],
  ['200 with a list', faults.answers(200, [1, 2]), 'malformed'],
  ['200 with null', faults.answers(200, 'null'), 'malformed'],
  ['an answer that breaks off', faults.breakOff(), 'unavailable'],
  ['a cut connection', faults.reset(), 'unavailable'],
  ['200 MB', faults.flood(200_000_000), 'malformed'],
  ['a gzip bomb', faults.gzipBomb(200_000_000), 'malformed'],
  ['a redirect', faults.redirect('https://sso.example/login'), 'refused'],
];

export const SLOW_FAULTS: readonly (readonly [string, faults.Fault])[] = [
  ['hangs', faults.hang()],
  ['drips', faults.drip(20)],
];
