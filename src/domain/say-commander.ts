/** Sentences about who commands: `ic me`, `commander: Lan`, `chỉ huy tôi`. */
import { type Folded, passage } from './say-fold.ts';
import { asks, attempt, command, type Found, type Reader, unstopped } from './say-reader.ts';

const I_AM = /^(?:i am|i'?m) (?:the )?(?:ic|(?:incident )?commander)$|^toi (?:la )?chi huy$/;
const KEYWORD = /^(?:ic|(?:incident )?commander|chi huy)(?: ?(:) ?| |$)/;
const SELF = new Set(['me', 'myself', 'toi']);
const MAX_NAME = 80;

/** One to four words with capitals, or a handle: without a colon, nothing else is safe to take for a name. */
const NAME =
  /^(?:@[\w.-]+|[\p{Lu}\p{Lo}][\p{L}\p{M}.'’-]*(?: [\p{Lu}\p{Lo}][\p{L}\p{M}.'’-]*){0,3})$/u;
const FEW_WORDS = /^[a-z.'-]+(?: [a-z.'-]+){0,2}$/;

export const readCommander: Reader = (line) => {
  const text = unstopped(line.text);
  if (I_AM.test(text)) return take('me');
  const match = KEYWORD.exec(text);
  if (match === null || asks(text)) return null;
  const rest = text.slice(match[0].length);
  if (rest === '') return attempt('commander');
  if (SELF.has(rest)) return take('me');
  const name = passage(line, match[0].length, text.length);
  return match[1] === undefined ? withoutColon(line, name, rest) : withColon(name);
};

function withColon(name: string): Found {
  return name.length <= MAX_NAME ? take(name) : attempt('commander');
}

/** `ic lan` is a try; `chỉ huy đang họp` is talk about a commander. */
function withoutColon(line: Folded, name: string, rest: string): Found | null {
  if (NAME.test(name.replace(/\s+/gu, ' ')) && name.length <= MAX_NAME) return take(name);
  return line.text.startsWith('ic ') && FEW_WORDS.test(rest) ? attempt('commander') : null;
}

function take(commander: string): Found {
  return command({ type: 'TakeCommand', commander });
}
