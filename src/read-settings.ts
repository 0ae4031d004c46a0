/** Reads everything that can be read wrongly before anything is started: configuration and rules, all errors at once. */

import type { Config } from './config/config.ts';
import { type ConfigRequest, loadConfig } from './config/load-config.ts';
import { assertSafeToListen } from './config/safe-to-listen.ts';
import type { Diagnostic } from './documents/diagnostic.ts';
import { loadRules } from './rules/rule-loader.ts';
import type { Settings } from './service/parts.ts';

export type SettingsResult =
  | {
      readonly ok: true;
      readonly config: Config;
      readonly settings: Settings;
      readonly warnings: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly error: readonly Diagnostic[] };

export async function readSettings(request: ConfigRequest): Promise<SettingsResult> {
  const loaded = await loadConfig(request);
  if (!loaded.ok) return loaded;
  const config = loaded.value;
  const rules = await loadRules(config.rulesDir);
  const unsafe = assertSafeToListen(config);
  if (!rules.ok || unsafe.length > 0) {
    return { ok: false, error: [...(rules.ok ? [] : rules.error), ...unsafe] };
  }
  const settings: Settings = {
    policy: config.policy,
    rules: rules.value,
    projectName: config.projectContext.projectName,
    lookback: config.diagnosis.lookback,
    architects: config.pagerduty.architects,
    adopt: config.pagerduty.adopt,
    sev1Priority: config.pagerduty.sev1Priority,
  };
  return { ok: true, config, settings, warnings: [...loaded.warnings, ...rules.warnings] };
}
