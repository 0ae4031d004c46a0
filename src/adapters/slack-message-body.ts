/** A Slack message body: what is to be read stands in plain-text blocks, where Slack gives no character a meaning. */
import type { ChatMessage } from '../ports/chat.ts';
import { clip } from './clipped.ts';

/** Slack's limits; a whole message of more than some 13,000 characters is refused as `msg_blocks_too_long`. */
const TEXT_CHARS = 4000;
const HEADING_CHARS = 150;
const SECTION_CHARS = 3000;
const MOST_SECTIONS = 3;
const MOST_LINKS = 8;
const LABEL_CHARS = 75;

/** `text` is what a phone shows in its notification; the blocks are what is read in the channel. */
export function slackMessage(message: ChatMessage): object {
  const heading = clip(shown(message.heading).replaceAll('\n', ' ').trim(), HEADING_CHARS);
  const text = shown(message.text).trim();
  return {
    text: clip(escaped([heading, text].filter((part) => part !== '').join('\n')), TEXT_CHARS),
    blocks: [
      ...(heading === '' ? [] : [{ type: 'header', text: plain(heading) }]),
      ...sections(text).map((part) => ({ type: 'section', text: plain(part) })),
      ...links(message.links),
    ],
  };
}

/** Slack shows no previews of what is linked; for what is posted, not for what is edited. */
export const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false } as const;

function plain(text: string): object {
  return { type: 'plain_text', text, emoji: false };
}

/** In pieces that a block takes, at line breaks where there are any. */
function sections(text: string): readonly string[] {
  const pieces: string[] = [];
  let left = clip(text, MOST_SECTIONS * SECTION_CHARS);
  while (left.length > SECTION_CHARS && pieces.length < MOST_SECTIONS - 1) {
    const seam = left.lastIndexOf('\n', SECTION_CHARS);
    if (seam <= 0) break;
    pieces.push(left.slice(0, seam));
    left = left.slice(seam + 1);
  }
  if (left.trim() !== '') pieces.push(clip(left, SECTION_CHARS));
  return pieces;
}

function links(wanted: ChatMessage['links']): readonly object[] {
  let line = '';
  for (const { href, text } of wanted.slice(0, MOST_LINKS)) {
    const address = webAddress(href);
    if (address === null) continue;
    const link = `<${address}|${escaped(clip(label(text), LABEL_CHARS))}>`;
    const longer = line === '' ? link : `${line} · ${link}`;
    // A link that is cut leads nowhere, and one that is too long loses the whole message.
    if (longer.length <= SECTION_CHARS) line = longer;
  }
  if (line === '') return [];
  return [{ type: 'section', text: { type: 'mrkdwn', text: line, verbatim: true } }];
}

/** A bar would end the address, and a line break the link. */
function label(text: string): string {
  return shown(text).replace(/[|\n]/g, ' ');
}

/** null for what a browser should not be sent to; never with credentials. */
function webAddress(href: string): string | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  url.username = '';
  url.password = '';
  return url.href.replaceAll('|', '%7C').replace(/[<>]/g, (char) => (char === '<' ? '%3C' : '%3E'));
}

/** The three characters with which Slack begins mentions and links; `@here` is only a word without its `@`. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=(?:here|channel|everyone)\b)/gi, '@\u2060');
}

/** Controls and the marks that turn text around become visible gaps; line breaks stay. */
function shown(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/\t/g, '  ')
    .replace(/(?!\n)[\p{Cc}\p{Surrogate}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}
