/** The tests about secrets are worth something only if a canary is seen in whatever form it sits. */
import { expect, it } from 'vitest';
import { CANARIES, canariesIn } from '../given/canary.ts';

it.each(Object.entries(CANARIES))('the canary %s is found in every form', (name, secret) => {
  const forms = [
    secret,
    secret.toLowerCase(),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(`tocsin:${secret}`).toString('base64'),
    Buffer.from(`\0tocsin\0${secret}`).toString('base64'),
    Buffer.from(`tocsin:${secret}`).toString('base64url'),
    Buffer.from(`{"a":"${secret}"}`).toString('hex'),
  ];
  for (const form of forms) {
    expect(canariesIn('here', `x ${form} y`)[0], form).toContain(`${name} in here`);
  }
});

it('no canary is found where there is none', () => {
  expect(canariesIn('here', 'a canary sings; Q2FuYXJ5; %2B/1=')).toEqual([]);
});
