/** Loading the configuration: the file, then the environment over it, and everything that is wrong at once. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Diagnostic, wholeFile } from '../documents/diagnostic.ts';
import type { Path } from '../documents/schema-shape.ts';
import type { Remark } from '../documents/source-text.ts';
import { readYaml } from '../documents/yaml-document.ts';
import { readTextFile, type TextFile } from '../documents/yaml-folder.ts';
import { isAbsent } from './absent.ts';
import { type Config, toConfig } from './config.ts';
import type { Environment } from './environment.ts';
import { MAIL_PATH, mailParts, mailRemark } from './mail-parts.ts';
import { Secret } from './secret.ts';
import { Settings } from './settings.ts';
import { shownLine } from './shown-line.ts';
import { readVariables, type Variables } from './variables.ts';

const DEFAULT_FILE = '_config/config.yaml';

export interface ConfigRequest {
  /** Default `_config/config.yaml`, which may be absent; a file that is named here must exist. */
  readonly file?: string;
  readonly env: Environment;
  /** What relative paths are relative to. */
  readonly cwd: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly value: Config; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly error: readonly Diagnostic[] };

export async function loadConfig(request: ConfigRequest): Promise<ConfigResult> {
  const path = resolve(request.cwd, request.file ?? DEFAULT_FILE);
  const [file, variables] = await Promise.all([
    readSettings(path, request.file === undefined),
    readVariables(request.env),
  ]);
  const errors = [...(file.ok ? [] : file.error), ...(variables.ok ? [] : variables.error)];
  if (!file.ok || !variables.ok) return { ok: false, error: errors };
  const mail = mailGap(file, variables.value);
  if (mail?.level === 'error') return { ok: false, error: [mail] };
  const config = toConfig(file.name, file.settings, variables.value, request.cwd);
  const warnings = [
    ...(await exposure(path, file)),
    ...silence(config, file.name),
    ...(mail === null ? [] : [mail]),
  ];
  return { ok: true, value: config, warnings };
}

interface SettingsFile {
  readonly ok: true;
  readonly name: string | null;
  readonly settings: Settings;
  /** A remark about the value at a path; null where there is no file. */
  readonly remark: ((path: Path, about: Remark) => Diagnostic) | null;
}

type SettingsResult = SettingsFile | { readonly ok: false; readonly error: readonly Diagnostic[] };

async function readSettings(path: string, mayBeAbsent: boolean): Promise<SettingsResult> {
  if (mayBeAbsent && (await isAbsent(path))) {
    return { ok: true, name: null, settings: {}, remark: null };
  }
  const read = await readTextFile(path);
  return read.ok ? parseSettings(read.value) : { ok: false, error: [read.error] };
}

function parseSettings({ file, text }: TextFile): SettingsResult {
  const result = readYaml(file, text, Settings, { whenEmpty: {} });
  const shown = (one: Diagnostic) => withoutSecrets(text, one);
  if (!result.ok) return { ok: false, error: result.error.map(shown) };
  const remark = (path: Path, about: Remark) => shown(result.remark(path, about));
  return { ok: true, name: file, settings: result.value, remark };
}

/** An error must not carry a secret into a terminal or a log. */
function withoutSecrets(text: string, one: Diagnostic): Diagnostic {
  const { fix, source, ...rest } = one;
  // What was found where a section belongs may be a secret, as may what follows a colon without a space.
  const isSection = one.message.endsWith('must be a map of fields');
  const message = one.message.replace(/^((?:unknown field )?"[^":]*:)[^"]+"/u, '$1<secret>"');
  return {
    ...rest,
    message,
    ...(fix === undefined || isSection ? {} : { fix }),
    ...(source === undefined ? {} : { source: shownLine(text, one.line) }),
  };
}

async function exposure(path: string, file: SettingsFile): Promise<Diagnostic[]> {
  if (file.name === null || !holdsSecret(file.settings)) return [];
  const { mode } = await stat(path);
  if ((mode & 0o004) === 0) return [];
  return [
    wholeFile(file.name, {
      level: 'warning',
      check: 'config/world-readable',
      message: 'this file holds secrets and everybody on this machine can read it',
      fix: 'chmod o-r it, or give the secrets as <NAME>_FILE variables',
    }),
  ];
}

function mailGap({ settings, remark }: SettingsFile, variables: Variables): Diagnostic | null {
  const about = mailRemark(mailParts(settings.pagerduty ?? {}, variables));
  if (about === null) return null;
  const isInFile = Boolean(settings.pagerduty?.fallback?.email);
  return isInFile && remark !== null ? remark(MAIL_PATH, about) : wholeFile('environment', about);
}

function silence(config: Config, file: string | null): Diagnostic[] {
  if (config.policy.severities.SEV1.page) return [];
  return [
    wholeFile(file ?? DEFAULT_FILE, {
      level: 'warning',
      check: 'config/sev1-silent',
      message: 'SEV1 rings nobody',
      fix: 'set severities.SEV1.page to true',
    }),
  ];
}

function holdsSecret(settings: unknown): boolean {
  if (settings instanceof Secret) return true;
  if (typeof settings !== 'object' || settings === null) return false;
  return Object.values(settings).some(holdsSecret);
}
