import { expect, it } from 'vitest';
import { readDuration } from '../../../src/documents/duration.ts';

it.each([
  ['5m', 300],
  ['90s', 90],
  ['1h30m', 5400],
  ['2d', 172_800],
  ['1d2h3m4s', 93_784],
  ['0s', 0],
  [' 10s ', 10],
])('%s is %i seconds', (text, seconds) => {
  expect(readDuration(text)).toBe(seconds);
});

it.each(['', '5', '5x', '30m1h', '-5m', '1.5h', '5 m', '9999999h', 'm'])(
  '%j is no duration',
  (text) => {
    expect(readDuration(text)).toBeNull();
  },
);
