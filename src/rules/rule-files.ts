/** The rule files of a rule test: named relative to it, with `*` allowed in the last part. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Diagnostic } from '../documents/diagnostic.ts';
import type { YamlDocument } from '../documents/yaml-document.ts';
import { readTextFile, type TextFile } from '../documents/yaml-folder.ts';
import type { RuleTestFile } from './rule-test-schema.ts';

export interface RuleTexts {
  readonly files: readonly TextFile[];
  readonly problems: readonly Diagnostic[];
}

/** The rule files that a test at `path` names; a pattern without a file is a problem. */
export async function ruleTexts(
  path: string,
  document: YamlDocument<RuleTestFile>,
): Promise<RuleTexts> {
  const files: TextFile[] = [];
  const problems: Diagnostic[] = [];
  for (const [i, pattern] of document.value.rule_files.entries()) {
    const paths = await matching(join(dirname(path), pattern));
    if (paths.length === 0) {
      const message = `no rule file is called ${pattern}`;
      const fix = 'paths are relative to this test file';
      problems.push(
        document.remark(['rule_files', i], {
          level: 'error',
          check: 'test/rule-files',
          message,
          fix,
        }),
      );
    }
    for (const read of await Promise.all(paths.map(readTextFile))) {
      if (read.ok) files.push(read.value);
      else problems.push(read.error);
    }
  }
  return { files, problems };
}

/** `*` in the last part of a path stands for any characters. */
async function matching(path: string): Promise<readonly string[]> {
  const [first = '', ...rest] = basename(path).split('*');
  if (rest.length === 0) return [path];
  const last = rest.pop() ?? '';
  const names = await readdir(dirname(path)).catch(() => []);
  return names
    .filter((name) => hasParts(name, first, rest, last))
    .toSorted()
    .map((name) => join(dirname(path), name));
}

function hasParts(name: string, first: string, middle: readonly string[], last: string): boolean {
  if (name.length < first.length + last.length) return false;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const part of middle) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}
