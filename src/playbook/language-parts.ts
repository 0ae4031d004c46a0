/** The language parts of a document: `## English` and `## Tiếng Việt`, and the menu inside each. */
import type { Diagnostic } from '../documents/diagnostic.ts';
import type { MarkdownDocument } from '../documents/markdown-document.ts';
import type { Remark } from '../documents/source-text.ts';
import type { Bilingual } from '../ports/playbook.ts';
import { type BodyLine, bodyLines } from './body-lines.ts';
import type { Menu } from './workflow.ts';

type Language = 'en' | 'vi';

export interface LanguagePart {
  /** The heading of the part. */
  readonly heading: BodyLine;
  /** Without the heading, up to the next part. */
  readonly lines: readonly BodyLine[];
}

export type LanguageParts = Readonly<Partial<Record<Language, LanguagePart>>>;

const HEADINGS: readonly (readonly [Language, RegExp])[] = [
  ['en', /^##\s+english\s*$/iu],
  ['vi', /^##\s+ti(?:ế|e)ng\s+vi(?:ệ|e)t\s*$/iu],
];

const SECTION = /^##?\s/u;
const MENU = /^#{2,6}\s+menu\b/iu;
const ITEM = /^\s*[-*+]\s+(?:\*\*)?\[([A-Z])\](?:\*\*)?[\s:.–—-]*(.*)$/iu;

export function languageParts({ text, bodyStart }: MarkdownDocument<unknown>): LanguageParts {
  const lines = bodyLines(text, bodyStart);
  const parts: Partial<Record<Language, LanguagePart>> = {};
  for (const [language, pattern] of HEADINGS) {
    const at = lines.findIndex((line) => !line.isCode && pattern.test(line.text.normalize('NFC')));
    const heading = lines[at];
    if (heading === undefined) continue;
    const rest = lines.slice(at + 1);
    const end = rest.findIndex((line) => !line.isCode && SECTION.test(line.text));
    parts[language] = { heading, lines: end < 0 ? rest : rest.slice(0, end) };
  }
  return parts;
}

/** The parts as text; a language that is missing is given in the other one. */
export function bodyOf(parts: LanguageParts): Bilingual {
  const one = parts.en ?? parts.vi;
  return { en: textOf(parts.en ?? one), vi: textOf(parts.vi ?? one) };
}

/** What is wrong with the parts of any document, and a remark where a language is missing. */
export function partRemarks(
  document: MarkdownDocument<unknown>,
  parts: LanguageParts,
): readonly Diagnostic[] {
  const end = document.bodyStart;
  if (parts.en === undefined && parts.vi === undefined) {
    return [document.mark(Math.max(0, end - 4), end, NO_PART)];
  }
  const found = Object.values(parts).flatMap((part) =>
    textOf(part) === '' ? [markLine(document, part.heading, EMPTY_PART)] : [],
  );
  const only = parts.en ?? parts.vi;
  const isOne = parts.en === undefined || parts.vi === undefined;
  if (isOne && only !== undefined) found.push(markLine(document, only.heading, ONE_LANGUAGE));
  return found;
}

/** What is wrong with the menus of a step. */
export function menuRemarks(
  document: MarkdownDocument<unknown>,
  parts: LanguageParts,
): readonly Diagnostic[] {
  return Object.values(parts).flatMap((part) => {
    const menu = menuLines(part);
    if (menu === null) return [markLine(document, part.heading, NO_MENU)];
    return ['A', 'C']
      .filter((key) => itemOf(menu.items, key) === '')
      .map((key) => markLine(document, menu.heading, noItem(key)));
  });
}

/** Of a step whose menus were found to be right. */
export function menuOf(parts: LanguageParts): Menu {
  const of = (language: Language, key: string) => {
    const part = parts[language] ?? parts.en ?? parts.vi;
    return itemOf((part === undefined ? null : menuLines(part))?.items ?? [], key);
  };
  return {
    deeper: { en: of('en', 'A'), vi: of('vi', 'A') },
    go: { en: of('en', 'C'), vi: of('vi', 'C') },
  };
}

function textOf(part: LanguagePart | undefined): string {
  return (part?.lines ?? [])
    .map((line) => line.text)
    .join('\n')
    .trim();
}

function menuLines(part: LanguagePart) {
  const at = part.lines.findIndex((line) => !line.isCode && MENU.test(line.text));
  const heading = part.lines[at];
  if (heading === undefined) return null;
  const rest = part.lines.slice(at + 1);
  const end = rest.findIndex((line) => !line.isCode && /^#{1,6}\s/u.test(line.text));
  return { heading, items: end < 0 ? rest : rest.slice(0, end) };
}

/** The words of an item, continued lines joined; empty when it is not there. */
function itemOf(lines: readonly BodyLine[], key: string): string {
  const at = lines.findIndex((line) => ITEM.exec(line.text)?.[1]?.toUpperCase() === key);
  if (at < 0) return '';
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => !/^\s+\S/u.test(line.text) || ITEM.test(line.text));
  const more = end < 0 ? rest : rest.slice(0, end);
  const first = ITEM.exec(lines[at]?.text ?? '')?.[2] ?? '';
  return [first, ...more.map((line) => line.text)]
    .map((text) => text.trim())
    .join(' ')
    .trim();
}

function markLine(document: MarkdownDocument<unknown>, line: BodyLine, remark: Remark): Diagnostic {
  return document.mark(line.start, line.start + line.text.length, remark);
}

const NO_PART: Remark = {
  level: 'error',
  check: 'workflow/language',
  message: 'the text has no part in any language',
  fix: 'write "## English" and "## Tiếng Việt", each with its text below it',
};

const EMPTY_PART: Remark = {
  level: 'error',
  check: 'workflow/language',
  message: 'nothing is written here',
  fix: 'write the text below the heading, or remove the heading',
};

const ONE_LANGUAGE: Remark = {
  level: 'warning',
  check: 'workflow/language',
  message: 'the text is there in one language only, and is shown to everybody',
  fix: 'add "## English" or "## Tiếng Việt"',
};

const NO_MENU: Remark = {
  level: 'error',
  check: 'workflow/menu',
  message: 'this part has no menu',
  fix: 'add "### MENU" with "- [A] …" and "- [C] …"',
};

function noItem(key: string): Remark {
  const meaning = key === 'A' ? 'going deeper' : 'going on through the gate';
  return {
    level: 'error',
    check: 'workflow/menu',
    message: `the menu does not say what [${key}] does`,
    fix: `add "- [${key}] …": ${meaning}`,
  };
}
