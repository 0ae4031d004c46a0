/** Sentences about what users and services do, and why it came to this: `services: …`, `users ok`, `why: a > b`. */
import { takeKey } from './say-clauses.ts';
import { type Folded, passage } from './say-fold.ts';
import { asks, attempt, command, type Found, type Reader, unstopped } from './say-reader.ts';

type Key = 'services' | 'users' | 'why';

/** Folded keyword → key. */
const KEYS = new Map<string, Key>([
  ['services', 'services'],
  ['affected services', 'services'],
  ['dich vu', 'services'],
  ['cac dich vu', 'services'],
  ['users', 'users'],
  ['user reports', 'users'],
  ['nguoi dung', 'users'],
  ['why', 'why'],
  ['whys', 'why'],
  ['vi sao', 'why'],
  ['tai sao', 'why'],
]);

const USERS_OK =
  /^(?:users (?:are )?ok(?:ay)?|nguoi dung (?:da )?(?:on|ok))(?=$|[ ,;:.-])[ ,;:.-]*/;
/** `users ok but slow` is not calm, and `users ok if …` is not yet. */
const RESERVE =
  /^(?:but|except|though|although|if|when|once|until|unless|not|maybe|only|or|nhung|tru|neu|khi|chi|chua|hay)(?: |$)/;
/** Vietnamese asks with its last word. */
const ASKING_END = / (?:chua|khong|ko|a|nhi)$/;

const LIST_BREAK = /[,;\n]|\s(?:and|và|va\u0300|va)(?=\s)/iu;
const CHAIN_BREAK = /\s(?:-+>|>|＞|→|⇒)(?=\s)/u;
const MOST_NAMES = 100;
const LONGEST_NAME = 100;
const MOST_WHYS = 20;

export const readReport: Reader = (line, whole) => {
  if (asks(line.text)) return null;
  const taken = takeKey(line, KEYS);
  if (taken === null) return readCalm(line);
  const text = passage(whole, taken.body);
  return text === '' ? attempt(taken.key) : READ[taken.key](text);
};

const READ: Readonly<Record<Key, (text: string) => Found>> = {
  services: (text) => {
    const names = partsOf(text, LIST_BREAK).map((name) => name.replace(/[.!]+$/, ''));
    const services = [...new Set(names)].filter((name) => name !== '');
    const isList = services.length > 0 && services.every((name) => name.length <= LONGEST_NAME);
    if (!isList || services.length > MOST_NAMES) return attempt('services');
    return command({ type: 'NameServices', services });
  },
  users: (text) =>
    /^(?:ok|okay|ổn|on)[.!]?$/iu.test(text.normalize('NFC'))
      ? command({ type: 'ReportUsers', calm: true, text: '' })
      : command({ type: 'ReportUsers', calm: false, text }),
  why: (text) => {
    const texts = partsOf(text, CHAIN_BREAK);
    const isChain = texts.length > 0 && texts.length <= MOST_WHYS;
    return isChain ? command({ type: 'StateWhy', texts }) : attempt('why');
  },
};

function readCalm(line: Folded): Found | null {
  const text = unstopped(line.text);
  const match = USERS_OK.exec(text);
  if (match === null || ASKING_END.test(text)) return null;
  const rest = text.slice(match[0].length);
  if (RESERVE.test(rest)) return attempt('users');
  const said = passage(line, match[0].length, text.length);
  return command({ type: 'ReportUsers', calm: true, text: said });
}

function partsOf(text: string, between: RegExp): readonly string[] {
  return ` ${text} `
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
