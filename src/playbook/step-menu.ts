/** The menu of a step: what [A] and [C] do, in each language part of it. */
import type { Diagnostic } from '../documents/diagnostic.ts';
import type { MarkdownDocument } from '../documents/markdown-document.ts';
import type { Remark } from '../documents/source-text.ts';
import type { BodyLine } from './body-lines.ts';
import { type LanguagePart, type LanguageParts, markLine } from './language-parts.ts';
import type { Menu } from './workflow.ts';

const MENU = /^#{2,6}\s+menu\b/iu;
const ITEM = /^\s*[-*+]\s+(?:\*\*)?\[([A-Z])\](?:\*\*)?[\s:.–—-]*(.*)$/iu;

/** What is wrong with the menus. */
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

/** Of menus that were found to be right. */
export function menuOf(parts: LanguageParts): Menu {
  const of = (language: keyof LanguageParts, key: string) => {
    const part = parts[language] ?? parts.en ?? parts.vi;
    return itemOf((part === undefined ? null : menuLines(part))?.items ?? [], key);
  };
  return {
    deeper: { en: of('en', 'A'), vi: of('vi', 'A') },
    go: { en: of('en', 'C'), vi: of('vi', 'C') },
  };
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
