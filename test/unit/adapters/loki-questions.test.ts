/** What the Loki adapter asks, and what it never asks, whatever others wrote. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLoki } from '../../../src/sandbox/loki.ts';
import { givenLoki, LINES, VOLUME, WINDOW } from './a-loki.ts';
import { portErrorOf } from './port-error-of.ts';

const { server, loki } = givenLoki();

describe('what others wrote', () => {
  const HOSTILE = ['x"} or vector(1) or up{a="', 'a\\', '`', '\n', '\0', '\uD800', '\uFEFF\uFFFD'];
  const sound = (text: string) => text.replace(/\p{Surrogate}/gu, '\uFFFD');
  const anyText = fc.oneof(
    fc.constantFrom(...HOSTILE),
    fc.string({ minLength: 1, unit: 'binary' }),
    fc.string({
      minLength: 1,
      unit: fc.constantFrom('"', '\\', '}', '|', '`', 'x', '\n', '\uDC00'),
    }),
  );

  it('changes no question: the server reads back exactly the text that was quoted', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (value, piece) => {
        const at = '2026-11-22T10:01:00Z';
        const only = await openLoki();
        only.push({ app: sound(value) }, at, `mine ${sound(piece)}.`);
        only.push({ app: sound(value) }, at, 'mine without');
        only.push({ app: `${sound(value)}2` }, at, `another's ${sound(piece)}`);
        const question = { ...LINES, selector: { app: value }, holding: [piece, 'mine '] };
        const found = await loki({ baseUrl: only.url, timeoutMs: 3000 }).lines(question);
        await only.close();
        const held = 'mine without'.includes(sound(piece)) ? ['mine without'] : [];
        expect(found.lines.map(({ text }) => text)).toEqual([...held, `mine ${sound(piece)}.`]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([{}, { app: '' }, { 'app="x"} or {a': 'b' }, { '': 'b' }])(
    'cannot be the name of a label (%j)',
    async (selector) => {
      const error = await portErrorOf(loki().lines({ ...LINES, selector }));
      expect(error.reason).toBe('refused');
      expect(server().requests).toHaveLength(0);
    },
  );
});

describe('questions that no server would take', () => {
  it.each([{ limit: 0 }, { limit: 5001 }, { to: WINDOW.from }, { to: 'never' }])(
    'are not asked for lines (%j)',
    async (part) => {
      expect((await portErrorOf(loki().lines({ ...LINES, ...part }))).reason).toBe('refused');
      expect(server().requests).toHaveLength(0);
    },
  );

  it.each([
    { step: 0 },
    { step: 0.5 },
    { step: Number.NaN },
    { to: '2026-11-22T23:00:00.000Z', step: 1 },
  ])('are not asked for volumes (%j)', async (part) => {
    expect((await portErrorOf(loki().volume({ ...VOLUME, ...part }))).reason).toBe('refused');
    expect((await portErrorOf(loki().patterns({ ...VOLUME, ...part }))).reason).toBe('refused');
    expect(server().requests).toHaveLength(0);
  });
});
