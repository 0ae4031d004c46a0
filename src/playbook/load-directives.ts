/** `Load:` directives: lines by which a document asks for another one. */
import { bodyLines } from './body-lines.ts';

export interface LoadDirective {
  /** As it is written, without quotes; empty when nothing follows the colon. */
  readonly target: string;
  /** The stretch of the file to point at. */
  readonly start: number;
  readonly end: number;
}

const DIRECTIVE = /^(\s{0,3}(?:[-*+]\s+)?(?:\*\*)?load:(?:\*\*)?\s*)(.*?)\s*$/iu;
const QUOTES = /^[`"'<]([^`"'<>]*)[`"'>]$/u;

/** One per line, alone on it or as an item of a list: `Load: skills/5.08-observability-and-monitoring.md`. */
export function loadDirectives(text: string, bodyStart: number): readonly LoadDirective[] {
  return bodyLines(text, bodyStart).flatMap((line) => {
    const match = line.isCode ? null : DIRECTIVE.exec(line.text);
    if (match === null) return [];
    const [, before = '', written = ''] = match;
    const start = line.start + (written === '' ? 0 : before.length);
    const end = start + Math.max(written.length, 1);
    return [{ target: QUOTES.exec(written)?.[1] ?? written, start, end }];
  });
}

export function isDirective(line: string): boolean {
  return DIRECTIVE.test(line);
}
