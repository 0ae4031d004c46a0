/** The rule loader reads a folder of rule files into one rule book, or says everything that is wrong with them. */
import { createHash } from 'node:crypto';
import { type Diagnostic, wholeFile } from '../documents/diagnostic.ts';
import { inOrder, readYaml, type YamlDocument } from '../documents/yaml-document.ts';
import { readYamlFolder, type TextFile } from '../documents/yaml-folder.ts';
import { duplicates, type Placed } from './duplicates.ts';
import { lint } from './lint.ts';
import { unknownPacks } from './named-packs.ts';
import { FALLBACK, type Rule, type RuleBook, type RuleGroup } from './rule-book.ts';
import { RuleFile, type RuleText } from './rule-schema.ts';

export type RulesResult =
  | { readonly ok: true; readonly value: RuleBook; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly error: readonly Diagnostic[] };

/**
 * Reads `*.yaml` and `*.yml` of a folder, in the order of their names. `packs`: the query packs that rules may name; null,
 * and unless told: any. Never throws.
 */
export async function loadRules(
  dir: string,
  packs: readonly string[] | null = null,
): Promise<RulesResult> {
  const { files, problems } = await readYamlFolder(dir);
  const result = readRules(files, packs);
  if (problems.length > 0)
    return { ok: false, error: [...problems, ...(result.ok ? [] : result.error)] };
  if (!result.ok || files.length > 0) return result;
  const empty = wholeFile(dir, {
    level: 'warning',
    check: 'rules/none',
    message: `no rule files: every alert is ${FALLBACK}`,
    fix: 'put *.yaml files here',
  });
  return { ...result, warnings: [empty] };
}

/** The same over texts that are already read. */
export function readRules(
  files: readonly TextFile[],
  packs: readonly string[] | null = null,
): RulesResult {
  const documents = files.map(({ file, text }) => readYaml(file, text, RuleFile, { subject }));
  const errors = documents.flatMap((one) => (one.ok ? [] : inOrder(one.error)));
  const good = documents.filter((one): one is YamlDocument<RuleFile> => one.ok);
  const placed = good.flatMap(placedGroups);
  errors.push(...duplicates(placed), ...unknownPacks(placed, packs));
  if (errors.length > 0) return { ok: false, error: errors };
  const book = { groups: placed.map((one) => one.group), fallback: FALLBACK, hash: hashOf(files) };
  return { ok: true, value: book, warnings: lint(placed) };
}

function placedGroups(document: YamlDocument<RuleFile>): Placed[] {
  return document.value.groups.map((text, at) => {
    const group: RuleGroup = {
      name: text.name,
      owner: text.owner ?? '',
      default: text.default ?? null,
      rules: text.rules.map((rule) => compiled(text.name, rule)),
    };
    return { document, at, text, group };
  });
}

function compiled(group: string, text: RuleText): Rule {
  return {
    id: `${group}/${text.rule}`,
    match: text.match,
    severity: text.severity,
    reason: text.reason?.template ?? [],
    affectedServices: (text.affected_services ?? []).map((one) => one.template),
    impact: text.impact?.template ?? null,
    correlateBy: [...new Set(text.correlate_by)].toSorted(),
    runbookUrl: text.runbook_url ?? '',
    diagnose: [...new Set(text.diagnose)],
  };
}

/** `group/rule` of a path like groups, 0, rules, 3, severity. */
function subject(raw: unknown, path: readonly PropertyKey[]): string | null {
  const group = entry(entry(raw, 'groups'), path[1]);
  const rule = path[2] === 'rules' ? entry(entry(group, 'rules'), path[3]) : undefined;
  const names = [entry(group, 'name'), entry(rule, 'rule')].filter(
    (one) => typeof one === 'string',
  );
  return names.length === 0 ? null : names.join('/');
}

function entry(value: unknown, key: PropertyKey | undefined): unknown {
  if (typeof value !== 'object' || value === null || key === undefined) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<PropertyKey, unknown>)[key] : undefined;
}

function hashOf(files: readonly TextFile[]): string {
  const hash = createHash('sha256');
  for (const { text } of files) hash.update(`${Buffer.byteLength(text)}:`).update(text);
  return hash.digest('hex');
}
