import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { checkHubSignature } from '../../../src/webhooks/hub-signature.ts';

/** GitHub's own example, from its page on validating deliveries. */
const SECRET = "It's a Secret to Everybody";
const BODY = Buffer.from('Hello, World!');
const HEADER = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';

it('takes the signature of the raw bytes by the secret, and nothing else', () => {
  expect(checkHubSignature(BODY, HEADER, SECRET)).toBe(true);
  expect(checkHubSignature(BODY, HEADER.toUpperCase().replace('SHA256', 'sha256'), SECRET)).toBe(
    true,
  );
  expect(checkHubSignature(Buffer.from('Hello, World?'), HEADER, SECRET)).toBe(false);
  expect(checkHubSignature(BODY, HEADER, 'another')).toBe(false);
  expect(checkHubSignature(BODY, undefined, SECRET)).toBe(false);
  expect(checkHubSignature(BODY, 'sha256=00', SECRET)).toBe(false);
});

it('takes nothing without a secret, not even what an empty one signs', () => {
  const signed = createHmac('sha256', '').update(BODY).digest('hex');
  expect(checkHubSignature(BODY, `sha256=${signed}`, '')).toBe(false);
});
