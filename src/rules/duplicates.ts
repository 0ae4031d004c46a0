/** Duplicates: two groups, or two rules of a group, of one name could not be told apart in a reason or a metric. */
import type { Diagnostic } from '../documents/diagnostic.ts';
import type { Remark } from '../documents/source-text.ts';
import type { YamlDocument } from '../documents/yaml-document.ts';
import type { RuleGroup } from './rule-book.ts';
import type { RuleFile } from './rule-schema.ts';

/** A compiled group and where it was written. */
export interface Placed {
  readonly document: YamlDocument<RuleFile>;
  /** Its number in the file, from 0. */
  readonly at: number;
  readonly text: RuleFile['groups'][number];
  readonly group: RuleGroup;
}

export function duplicates(placed: readonly Placed[]): Diagnostic[] {
  const groups = new Set<string>();
  return placed.flatMap(({ document, at, text }) => {
    const errors: Diagnostic[] = [];
    if (groups.has(text.name)) {
      errors.push(document.remark(['groups', at, 'name'], duplicate('group', text.name)));
    }
    groups.add(text.name);
    const rules = new Set(['default']);
    text.rules.forEach(({ rule }, i) => {
      const path = ['groups', at, 'rules', i, 'rule'];
      if (rules.has(rule)) errors.push(document.remark(path, duplicate('rule', rule)));
      rules.add(rule);
    });
    return errors;
  });
}

function duplicate(what: string, name: string): Remark {
  const reserved = name === 'default' && what === 'rule';
  return {
    level: 'error',
    check: 'rules/duplicate',
    message: reserved
      ? 'a rule cannot be called "default": that names the default of its group'
      : `there is a ${what} "${name}" already`,
    fix: 'give it another name',
  };
}
