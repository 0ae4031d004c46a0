/** What the sandbox's Slack has against blocks: their number and the lengths of their texts. */

const MOST_BLOCKS = 50;
const MOST_CHARS = 13_200;
const LONGEST: Readonly<Record<string, number>> = { header: 150, section: 3000 };

interface Block {
  readonly type?: unknown;
  readonly text?: { readonly type?: unknown; readonly text?: unknown };
}

/** In the words of `response_metadata.messages`; empty when there is nothing wrong. */
export function blockFaults(given: unknown): readonly string[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) return ['[ERROR] must be an array [json-pointer:/blocks]'];
  if (given.length > MOST_BLOCKS) return ['[ERROR] no more than 50 items allowed'];
  return (given as readonly Block[]).flatMap((block, index) => {
    const fault = faultOf(block);
    return fault === null ? [] : [`[ERROR] ${fault} [json-pointer:/blocks/${index}]`];
  });
}

/** Altogether too much is another error than one block that is too long. */
export function areTooLong(given: unknown): boolean {
  if (!Array.isArray(given)) return false;
  const texts = (given as readonly Block[]).map((block) => String(block.text?.text ?? ''));
  return texts.join('').length > MOST_CHARS;
}

function faultOf({ type, text }: Block): string | null {
  const longest = LONGEST[String(type)];
  if (longest === undefined) return `unsupported type: ${String(type)}`;
  if (typeof text?.text !== 'string' || text.text === '') return 'must be more than 0 characters';
  if (text.text.length > longest) return `must be less than ${longest + 1} characters`;
  if (type === 'header' && text.type !== 'plain_text') return 'must be plain_text';
  return text.type === 'plain_text' || text.type === 'mrkdwn' ? null : 'unknown text object';
}
