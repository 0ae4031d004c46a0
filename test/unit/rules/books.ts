/** Rule books for tests, written as the files they come from. */
import type { Diagnostic } from '../../../src/documents/diagnostic.ts';
import type { RuleBook } from '../../../src/rules/rule-book.ts';
import { readRules } from '../../../src/rules/rule-loader.ts';

export function bookOf(...texts: readonly string[]): RuleBook {
  const result = readRules(texts.map((text, i) => ({ file: `rules/${i + 1}.yaml`, text })));
  if (!result.ok) throw new Error(result.error.map(line).join('\n'));
  return result.value;
}

/** Errors and warnings, one line each: `1.yaml:4:5 check: message [fix]`. */
export function remarks(...texts: readonly string[]): readonly string[] {
  const result = readRules(texts.map((text, i) => ({ file: `${i + 1}.yaml`, text })));
  return (result.ok ? result.warnings : result.error).map(line);
}

function line(one: Diagnostic): string {
  const subject = one.subject === undefined ? '' : ` ${one.subject}`;
  const fix = one.fix === undefined ? '' : ` [${one.fix}]`;
  return `${one.file}:${one.line}:${one.column}${subject} ${one.check}: ${one.message}${fix}`;
}
