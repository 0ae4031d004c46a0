/** A folder with all that one Tocsin needs: configuration with short clocks, rules, and room for its data and output. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TocsinFolder {
  readonly config: string;
  readonly rulesFile: string;
  readonly dataDir: string;
  readonly output: string;
  remove(): Promise<void>;
}

/** Critical alerts are SEV1, warnings SEV3. */
export const RULES = `groups:
  - name: shop
    rules:
      - rule: critical
        match: ['severity="critical"']
        severity: SEV1
        reason: "{{ labels.service }} cannot sell"
      - rule: warning
        match: ['severity="warning"']
        severity: SEV3
        reason: "{{ labels.service }} limps"
`;

export const BROKEN_RULES = RULES.replace('severity="critical"', 'severity=~"crit(ical"');

/** What everybody who reads the broken rules must say of them. */
export function brokenRulesText(file: string): string {
  return `Error: the regex is not valid: missing closing ) (rules/matcher)
  ---> ${file}:5:29 -> shop/critical
5 |         match: ['severity=~"crit(ical"']
                                ^^^^^^^^^
1 error in 1 file.
`;
}

/** Clocks that a test can wait for. */
const CONFIG = `clocks: {quiet_for: 10s, reopen_within: 1m}
diagnosis: {lookback: 1m}
log: {level: debug}
`;

export async function tocsinFolder(): Promise<TocsinFolder> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tocsin-process-')));
  const config = join(folder, 'config.yaml');
  const rulesDir = join(folder, 'rules');
  const rulesFile = join(rulesDir, 'shop.yaml');
  await mkdir(rulesDir);
  await writeFile(config, `${CONFIG}rules_dir: ${rulesDir}\n`);
  await writeFile(rulesFile, RULES);
  return {
    config,
    rulesFile,
    dataDir: join(folder, 'data'),
    output: join(folder, 'output'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
