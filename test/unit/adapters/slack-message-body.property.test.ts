/** Whatever a message holds, Slack takes its body, and finds nobody to call in it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slackMessage } from '../../../src/adapters/slack-message-body.ts';
import { areTooLong, blockFaults } from '../../../src/sandbox/slack-blocks.ts';

const ODD = ['<!channel>', '<@U1>', '@here', '|', '>', '&lt;', '\n', '\u0000', '😀', '\ud800', 'é'];
const text = fc
  .array(fc.oneof(fc.constantFrom(...ODD, 'x'.repeat(2000)), fc.string()), { maxLength: 40 })
  .map((parts) => parts.join(''));
const longAddress = fc
  .integer({ min: 100, max: 5000 })
  .map((chars) => `https://a.example/${'y'.repeat(chars)}`);
const links = fc.array(
  fc.record({
    href: fc.oneof(fc.webUrl(), text, fc.constant('https://a.example/<!here>|x'), longAddress),
    text,
  }),
  { maxLength: 12 },
);

interface Body {
  readonly text: string;
  readonly blocks: readonly { readonly text: { readonly type: string; readonly text: string } }[];
}

describe('a message body', () => {
  it('keeps every limit of Slack', () => {
    fc.assert(
      fc.property(text, text, links, (heading, body, known) => {
        const made = slackMessage({ heading, text: body, links: known }) as Body;
        expect(blockFaults(made.blocks)).toEqual([]);
        expect(areTooLong(made.blocks)).toBe(false);
        expect(made.text.length).toBeLessThanOrEqual(4000);
      }),
    );
  });

  it('leaves out a link that is too long, and keeps those beside it', () => {
    const made = slackMessage({
      heading: '',
      text: '',
      links: [
        { href: `https://a.example/${'y'.repeat(3000)}`, text: 'long' },
        { href: 'https://a.example/', text: 'short' },
      ],
    }) as Body;
    expect(made.blocks.map(({ text: shown }) => shown.text)).toEqual([
      '<https://a.example/|short>',
    ]);
  });

  it('mentions nobody: angle brackets stand only around our own links', () => {
    fc.assert(
      fc.property(text, text, links, (heading, body, known) => {
        const made = slackMessage({ heading, text: body, links: known }) as Body;
        expect(made.text).not.toMatch(/[<>]|@(?:here|channel|everyone)\b/i);
        for (const { text: shown } of made.blocks) {
          if (shown.type === 'plain_text') continue;
          const bare = shown.text.replace(/<https?:\/\/[^<>|]*\|[^<>|]*>/g, '');
          expect(bare).not.toMatch(/[<>]/);
          expect(shown.text).not.toMatch(/<[!@#]|@(?:here|channel|everyone)\b/i);
        }
      }),
    );
  });
});
