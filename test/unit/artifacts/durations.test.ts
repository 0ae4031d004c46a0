import { expect, it } from 'vitest';
import { durationText } from '../../../src/artifacts/durations.ts';

it.each([
  [0, '0 s'],
  [-5, '0 s'],
  [0.4, '0 s'],
  [42, '42 s'],
  [60, '1 min'],
  [90.6, '1 min 31 s'],
  [3600, '1 h'],
  [3780, '1 h 3 min'],
  [3605, '1 h'],
  [187_200, '2 d 4 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
