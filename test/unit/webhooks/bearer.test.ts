import { describe, expect, it } from 'vitest';
import { checkBearer } from '../../../src/webhooks/bearer.ts';

const TOKEN = 's3cret:with-colon';
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('an Authorization header', () => {
  it.each([
    ['the token as bearer', `Bearer ${TOKEN}`],
    ['the scheme in any case', `bEaReR ${TOKEN}`],
    ['spaces around it', `  Bearer   ${TOKEN} `],
    ['the token as the password of basic', basic(`alertmanager:${TOKEN}`)],
    ['basic with an empty user', basic(`:${TOKEN}`)],
    ['the scheme basic in lower case', basic(`u:${TOKEN}`).replace('Basic', 'basic')],
  ])('with %s opens', (_, header) => {
    expect(checkBearer(header, TOKEN)).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['the scheme alone', 'Bearer'],
    ['the token alone', TOKEN],
    ['another token', 'Bearer wrong'],
    ['a prefix of the token', `Bearer ${TOKEN.slice(0, -1)}`],
    ['the token and more', `Bearer ${TOKEN}x`],
    ['two words', `Bearer ${TOKEN} ${TOKEN}`],
    ['the token as the user of basic', basic(`${TOKEN}:wrong`)],
    ['basic with a wrong password', basic('alertmanager:wrong')],
    ['basic that is no base64', 'Basic ***'],
    ['another scheme', `Digest ${TOKEN}`],
    ['a token of 10 kB', `Bearer ${'x'.repeat(10_240)}`],
  ])('with %s does not', (_, header) => {
    expect(checkBearer(header, TOKEN)).toBe(false);
  });

  it('opens nothing where no token is set', () => {
    expect(checkBearer('Bearer ', '')).toBe(false);
    expect(checkBearer('Bearer x', '')).toBe(false);
    expect(checkBearer(basic('user:'), '')).toBe(false);
  });

  it('may carry a token that is not ASCII, as Node hands its bytes over', () => {
    const asNodeReadsIt = Buffer.from('mật-khẩu').toString('latin1');
    expect(checkBearer(`Bearer ${asNodeReadsIt}`, 'mật-khẩu')).toBe(true);
    expect(checkBearer(basic('u:mật-khẩu'), 'mật-khẩu')).toBe(true);
  });
});
