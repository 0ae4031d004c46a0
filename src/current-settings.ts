/** The settings in force: replaced whole by a reload that finds nothing wrong, kept when it does. */
import type { Config } from './config/config.ts';
import { renderDiagnostics } from './documents/diagnostic.ts';
import type { Reloaded } from './http/front.ts';
import type { Log } from './ports/log.ts';
import type { SettingsResult } from './read-settings.ts';
import type { Settings } from './service/parts.ts';

/** What was read at the start, and how to read it again. */
export interface Current {
  readonly config: Config;
  readonly settings: Settings;
  readonly read: () => Promise<SettingsResult>;
}

export interface SettingsInForce {
  readonly settings: () => Settings;
  readonly reload: () => Promise<Reloaded>;
}

export function createCurrent(first: Settings, read: Current['read'], log: Log): SettingsInForce {
  let inForce = first;
  return {
    settings: () => inForce,
    async reload() {
      const result = await read();
      const found = result.ok ? result.warnings : result.error;
      const text = renderDiagnostics(found, { colour: false });
      if (!result.ok) {
        log.error('reload refused, the last good settings stay', { diagnostics: text });
        return { applied: false, text };
      }
      if (result.settings.rules.groups.length === 0 && inForce.rules.groups.length > 0) {
        const empty =
          'There are no rules any more; the last good ones stay. Restart to do without.\n';
        log.error('reload refused, the last good settings stay', { diagnostics: empty });
        return { applied: false, text: empty };
      }
      if (text !== '') log.warn('settings reloaded with doubts', { diagnostics: text });
      inForce = result.settings;
      const { rules, playbook } = inForce;
      log.info('settings reloaded', { rules: rules.hash, workflow: playbook.workflow.version });
      return { applied: true, text: text === '' ? 'Reloaded.\n' : text };
    },
  };
}
