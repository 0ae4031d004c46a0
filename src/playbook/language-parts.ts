/** The language parts of a document: `## English` and `## Tiếng Việt`. */
import type { Diagnostic } from '../documents/diagnostic.ts';
import type { MarkdownDocument } from '../documents/markdown-document.ts';
import type { Remark } from '../documents/source-text.ts';
import type { Bilingual } from '../ports/playbook.ts';
import { type BodyLine, bodyLines } from './body-lines.ts';

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

function textOf(part: LanguagePart | undefined): string {
  return (part?.lines ?? [])
    .map((line) => line.text)
    .join('\n')
    .trim();
}

/** A remark at a line of its own. */
export function markLine(
  document: MarkdownDocument<unknown>,
  line: BodyLine,
  remark: Remark,
): Diagnostic {
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
