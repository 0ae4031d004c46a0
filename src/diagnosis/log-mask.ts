/** A log line is masked: what differs from one line to the next, and what may be secret, becomes `<_>`. */

/** What stands for anything; Loki writes it so, too. */
export const ANYTHING = '<_>';

/** Beyond this a line is not read. */
const LONGEST_LINE = 4096;
/** A line of JSON is read whole or not at all. */
const LONGEST_JSON = 65_536;

const COLOURS = /\p{Cc}\[[0-9;]{0,20}m/gu;

/** Each is bounded where it looks ahead, so that the time is linear in the length of the line. */
const SECRET =
  /((?:password|passwd|pwd|secret|token|api[_-]?key|authorization)["']?\s{0,3}[=:]\s{0,3})(?:"[^"]*"|(?:bearer |basic )?[^\s,;&]+)/giu;
const TIME =
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,12})?(?:Z|[+-]\d\d:?\d\d)?|\b\d\d:\d\d:\d\d(?:[.,]\d{1,12})?\b/gu;
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu;
const ADDRESS =
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b|(?:\b|:)(?:[0-9a-f]{0,4}:){4,7}[0-9a-f]{1,4}\b/giu;
const HEX = /\b0x[0-9a-f]+\b|\b(?=[a-f]{0,64}\d)[0-9a-f]{8,}\b/giu;
const NUMBER = /(?<![A-Za-z_])\d+(?:[.,]\d+)*/gu;

/** One line without runs of white space. */
export function maskLine(text: string): string {
  return messageIn(text)
    .slice(0, LONGEST_LINE)
    .replace(COLOURS, '')
    .replace(SECRET, `$1${ANYTHING}`)
    .replace(TIME, ANYTHING)
    .replace(UUID, ANYTHING)
    .replace(ADDRESS, ANYTHING)
    .replace(HEX, ANYTHING)
    .replace(NUMBER, ANYTHING)
    .replace(/\s+/gu, ' ')
    .trim();
}

const MESSAGES = ['msg', 'message', 'log', 'event'];
const ERRORS = ['error', 'err', 'exception', 'error_message'];

/** What a line of JSON says, without the fields around it; any other line as it is. */
function messageIn(text: string): string {
  if (!text.startsWith('{') || text.length > LONGEST_JSON) return text;
  try {
    const fields: unknown = JSON.parse(text);
    const said = [textAt(fields, MESSAGES), textAt(fields, ERRORS)].filter((one) => one !== '');
    return said.length === 0 ? text : said.join(' ');
  } catch {
    return text;
  }
}

function textAt(fields: unknown, names: readonly string[]): string {
  if (typeof fields !== 'object' || fields === null) return '';
  const found = Object.entries(fields).find(
    ([name, value]) => names.includes(name) && typeof value === 'string' && value !== '',
  );
  return String(found?.[1] ?? '');
}
