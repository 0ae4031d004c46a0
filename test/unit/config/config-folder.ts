/** A folder with a configuration file in it, for as long as one test runs. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Config } from '../../../src/config/config.ts';
import type { Environment } from '../../../src/config/environment.ts';
import { type ConfigResult, loadConfig } from '../../../src/config/load-config.ts';

export interface ConfigFolder {
  read(text: string, env?: Environment): Promise<ConfigResult>;
  /** Throws where the configuration is wrong. */
  load(text: string, env?: Environment): Promise<Config>;
  /** Errors and warnings alike, each with its place and its remedy. */
  remarks(text: string, env?: Environment): Promise<string[]>;
}

/** Once per file, outside of the tests. */
export function configFolder(): ConfigFolder {
  let cwd = '';
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'tocsin-config-'));
    await mkdir(join(cwd, '_config'));
  });
  afterEach(() => rm(cwd, { recursive: true }));
  const read = async (text: string, env: Environment = {}) => {
    await writeFile(join(cwd, '_config', 'config.yaml'), text, { mode: 0o600 });
    return loadConfig({ env, cwd });
  };
  return {
    read,
    load: async (text, env) => configOf(await read(text, env)),
    remarks: async (text, env) => remarksOf(await read(text, env)),
  };
}

function configOf(result: ConfigResult): Config {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function remarksOf(result: ConfigResult): string[] {
  return (result.ok ? result.warnings : result.error).map((one) => {
    const place = one.line === 0 ? one.file : `${one.line}:${one.column}`;
    return `${one.level} ${place} ${one.message}${one.fix ? ` [${one.fix}]` : ''}`;
  });
}
