/** Reads everything that can be read wrongly before anything is started: configuration, rules, query packs and workflow, all errors at once. */

import type { Config } from './config/config.ts';
import { type ConfigRequest, loadConfig } from './config/load-config.ts';
import { assertSafeToListen } from './config/safe-to-listen.ts';
import type { Diagnostic } from './documents/diagnostic.ts';
import { asPlaybook } from './playbook/as-playbook.ts';
import { findPlaybook, type WorkflowWish } from './playbook/find-workflow.ts';
import { packNames, readDiagnosis } from './read-diagnosis.ts';
import { loadRules } from './rules/rule-loader.ts';
import type { Settings } from './service/parts.ts';
import { languageOf } from './words/language.ts';

export interface ReadSettings {
  readonly ok: true;
  readonly config: Config;
  readonly settings: Settings;
  readonly warnings: readonly Diagnostic[];
}

export type SettingsResult =
  | ReadSettings
  | { readonly ok: false; readonly error: readonly Diagnostic[] };

export async function readSettings(request: ConfigRequest): Promise<SettingsResult> {
  const loaded = await loadConfig(request);
  if (!loaded.ok) return loaded;
  const config = loaded.value;
  const diagnosis = await readDiagnosis(config.diagnosis);
  const [rules, playbook] = await Promise.all([
    loadRules(config.rulesDir, packNames(diagnosis)),
    findPlaybook(workflowWish(config, request.cwd)),
  ]);
  const unsafe = assertSafeToListen(config);
  if (!rules.ok || !diagnosis.ok || !playbook.ok || unsafe.length > 0) {
    const files = [rules, diagnosis, playbook].flatMap((read) => (read.ok ? [] : read.error));
    return { ok: false, error: [...files, ...unsafe] };
  }
  const settings: Settings = {
    policy: config.policy,
    rules: rules.value,
    playbook: asPlaybook(playbook.value),
    projectName: config.projectContext.projectName,
    belongsTo: belongsTo(config),
    language: languageOf(config.workflowDefaults.communicationLanguage),
    lookback: config.diagnosis.lookback,
    ignoreLabels: config.diagnosis.ignoreLabels,
    logLabels: config.diagnosis.logLabels,
    ...diagnosis.value,
    architects: config.pagerduty.architects,
    architectsOf: config.pagerduty.architectsOf,
    adopt: config.pagerduty.adopt,
    alertReceiver: config.sources.alertmanagerReceiver,
    sev1Priority: config.pagerduty.sev1Priority,
  };
  const warnings = [loaded, rules, diagnosis, playbook].flatMap((read) => read.warnings);
  return { ok: true, config, settings, warnings };
}

/** Where the workflow of this configuration lies. */
export function workflowWish(config: Config, cwd: string): WorkflowWish {
  return { dir: config.workflowsDir, name: config.workflowDefaults.workflow, cwd };
}

function belongsTo({ projectContext: { organization, environment } }: Config): readonly string[] {
  return organization === null ? [environment] : [organization, environment];
}
