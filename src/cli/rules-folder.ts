/** The rules that a verb works with: those of --rules, or those of the configuration. */
import { readEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import { type Diagnostic, renderDiagnostics } from '../documents/diagnostic.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import { loadRules } from '../rules/rule-loader.ts';
import { wantsColour } from './colour.ts';

export interface RulesOptions {
  readonly rules?: string;
  readonly config?: string;
}

/** null after saying what is wrong; the exit code is set then. */
export async function rulesFor(options: RulesOptions): Promise<RuleBook | null> {
  const dir = await folderOf(options);
  if (dir === null) return null;
  const loaded = await loadRules(dir);
  if (loaded.ok) return loaded.value;
  return refuse(loaded.error);
}

export function complain(list: readonly Diagnostic[]): void {
  process.stderr.write(renderDiagnostics(list, { colour: wantsColour(process.stderr) }));
}

async function folderOf(options: RulesOptions): Promise<string | null> {
  if (options.rules !== undefined) return options.rules;
  const file = options.config === undefined ? {} : { file: options.config };
  const loaded = await loadConfig({ env: readEnvironment(), cwd: process.cwd(), ...file });
  return loaded.ok ? loaded.value.rulesDir : refuse(loaded.error);
}

function refuse(list: readonly Diagnostic[]): null {
  complain(list);
  process.exitCode = 1;
  return null;
}
