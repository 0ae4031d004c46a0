/** What another side says about us is told on, but never with what only we and it may know. */
import { describe, expect, it } from 'vitest';
import { sayable } from '../../../src/adapters/outbound-failure.ts';

const SECRET = 'canary+p/1=?';

describe('the words of another side', () => {
  it.each([
    ['as it is', SECRET],
    ['percent-encoded', encodeURIComponent(SECRET)],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in the base64 of addresses', Buffer.from(SECRET).toString('base64url')],
  ])('are told without our secret %s', (_, form) => {
    expect(sayable(`no ${form}, and again ${form}`, [SECRET])).toMatch(
      /^no \*\*\*=*, and again \*\*\*=*$/,
    );
  });

  it('are told without a secret that holds another one', () => {
    expect(sayable(`no ${SECRET}2`, [SECRET, `${SECRET}2`])).toBe('no ***');
  });

  it('are one line of at most 400 characters', () => {
    const said = sayable(`a\r\nb\u0000${'c'.repeat(1000)}`);
    expect(said).toMatch(/^a b c+…$/);
    expect(said.length).toBeLessThanOrEqual(400);
  });

  it('are left alone where there is no secret', () => {
    expect(sayable('no such user', ['', SECRET])).toBe('no such user');
  });
});
