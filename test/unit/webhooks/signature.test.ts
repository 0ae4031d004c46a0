import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../../src/webhooks/signature.ts';
import { bytesOf } from './fixture.ts';

const SECRET = 'bi-mat-chua-ai-biet+/==';
const BODY = bytesOf('pagerduty/annotated.json');

function sign(secret: string, body: Uint8Array = BODY): string {
  return `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

describe('a PagerDuty signature', () => {
  it('is the HMAC-SHA256 of the bytes under the secret as written', () => {
    const body = new TextEncoder().encode('The quick brown fox jumps over the lazy dog');
    // The well-known HMAC-SHA256 example with the key "key".
    const header = 'v1=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8';
    expect(verifySignature(body, header, ['key'])).toBe('valid');
  });

  const wrong = `v1=${'0'.repeat(64)}`;
  it.each([
    ['of one good entry', 'valid', sign(SECRET)],
    ['whose second entry is good', 'valid', `${wrong},${sign(SECRET)}`],
    ['with spaces around its entries', 'valid', `  ${wrong} ,  ${sign(SECRET)} `],
    ['in upper-case hex', 'valid', `v1=${sign(SECRET).slice(3).toUpperCase()}`],
    ['beside an unknown version', 'valid', `v2=${'a'.repeat(64)},${sign(SECRET)}`],
    ['beside a broken entry', 'valid', `v1=zz,,v1=,${sign(SECRET)}`],
    [
      'of 10 kB with the good entry at its end',
      'valid',
      `${`${wrong},`.repeat(150)}${sign(SECRET)}`,
    ],
    ['that does not match', 'mismatch', wrong],
    ['of another secret', 'mismatch', sign('another')],
    ['of 10 kB without a good entry', 'mismatch', Array(150).fill(wrong).join()],
    ['of an unknown version only', 'malformed', sign(SECRET).replace('v1', 'v2')],
    ['that is too short', 'malformed', sign(SECRET).slice(0, -1)],
    ['that is too long', 'malformed', `${sign(SECRET)}0`],
    ['without its version', 'malformed', sign(SECRET).slice(3)],
    ['of 10 kB of noise', 'malformed', 'x'.repeat(10_240)],
    ['that is only a comma', 'malformed', ','],
    ['that is empty', 'missing', ''],
    ['that is blank', 'missing', '   '],
    ['that is missing', 'missing', undefined],
  ])('%s is %s', (_, verdict, header) => {
    expect(verifySignature(BODY, header, [SECRET])).toBe(verdict);
  });

  it('holds under the old and under the new secret while they rotate', () => {
    const secrets = ['old', 'new'];
    expect(verifySignature(BODY, sign('old'), secrets)).toBe('valid');
    expect(verifySignature(BODY, sign('new'), secrets)).toBe('valid');
    expect(verifySignature(BODY, `${sign('old')},${sign('new')}`, secrets)).toBe('valid');
    expect(verifySignature(BODY, sign('old'), ['new'])).toBe('mismatch');
  });

  it('does not hold for the same JSON written again', () => {
    const spaced = new TextEncoder().encode('{ "event": {"id":"é"} }');
    const again = new TextEncoder().encode(
      JSON.stringify(JSON.parse(new TextDecoder().decode(spaced))),
    );
    const header = sign(SECRET, spaced);
    expect(verifySignature(spaced, header, [SECRET])).toBe('valid');
    expect(verifySignature(again, header, [SECRET])).toBe('mismatch');
  });

  it('never holds without a secret, not even under an empty one', () => {
    expect(verifySignature(BODY, sign(''), [])).toBe('mismatch');
    expect(verifySignature(BODY, sign(''), [''])).toBe('mismatch');
  });
});
