/** Whatever an alert is called, no message calls people, hides anything, or grows without bound. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { board } from '../../../src/words/board.ts';
import { updateNudge } from '../../../src/words/nudges.ts';
import { plain, plainLines } from '../../../src/words/plain.ts';
import { preparedUpdate } from '../../../src/words/prepared-update.ts';
import { openedMessage } from '../../../src/words/stakeholder-messages.ts';
import { tPlus } from '../../given/story.ts';
import { anIncident } from './an-incident.ts';

const PIECES = [
  '<!channel>',
  '<!here|here>',
  '<@U012AB3CD>',
  '<#C1>',
  '@here',
  '@Everyone',
  '@channel',
  '@all',
];
const ODD = [
  '\u0000',
  '\u001b[31m',
  '\u202e',
  '\u200b',
  '\ud800',
  '\r\n',
  '\u2028',
  '\t',
  '\u{e0041}',
];
const hostile = fc
  .array(
    fc.oneof(fc.constantFrom(...PIECES, ...ODD, 'https://evil.example.com', '\n- '), fc.string()),
  )
  .map((parts) => parts.join(''));

const MENTION = /<[!@#]|@(?:here|channel|everyone|all)\b/i;
const HIDDEN =
  /(?!\n)[\p{Cc}\p{Surrogate}\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/u;

function messagesOf(text: string): readonly string[] {
  const incident = anIncident({
    title: text,
    affectedServices: [text, text],
    assumedImpact: text,
    commander: text,
    changes: [{ at: tPlus(0), kind: 'cause', text }],
  });
  const { heading, text: standing } = board(incident, tPlus(60), 'both', DEFAULT_POLICY);
  const prepared = preparedUpdate(incident, tPlus(60), 'both', DEFAULT_POLICY);
  return [
    heading,
    standing,
    prepared,
    openedMessage(incident, 'both'),
    updateNudge(prepared, tPlus(60), 'both'),
  ];
}

describe('a hostile title', () => {
  it('mentions nobody, links nowhere and brings no control character into any message', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const message of messagesOf(text)) {
          expect(message).not.toMatch(MENTION);
          expect(message).not.toMatch(HIDDEN);
          expect(message).not.toContain('://');
        }
      }),
    );
  });

  it('adds no line and is cut where it is too long', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [heading = ''] = messagesOf(text);
        expect(heading).not.toContain('\n');
        expect([...heading].length).toBeLessThan(340);
      }),
    );
    expect([...plain('😀'.repeat(5000))]).toHaveLength(300);
  });

  it('is left alone once it is plain', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(plain(plain(text))).toBe(plain(text));
        expect(plainLines(plainLines(text))).toBe(plainLines(text));
      }),
    );
  });
});

describe('what a person wrote to be sent on', () => {
  it('keeps its lines and its addresses, and mentions nobody', () => {
    expect(plainLines('see https://status.example.com\r\n<!here> @channel\u0007')).toBe(
      'see https://status.example.com\n‹!here> @ channel\uFFFD',
    );
  });
});
