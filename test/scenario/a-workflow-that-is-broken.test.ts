import { existsSync } from 'node:fs';
import { appendFile, cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { showLogsOfFailures } from '../given/logs-of-failures.ts';
import { givenTocsin, type Tocsin } from '../given/tocsin.ts';

let tocsin: Tocsin;
let skill: string;
let text: string;
showLogsOfFailures(() => tocsin.log());

const SHIPPED = resolve(import.meta.dirname, '../../workflows/production-incident-response');
const CIRCLE = 'Load: skills/5.09-error-handling-and-recovery.md\n';

/** What everybody who reads the broken workflow must say of it. */
const complaint = () => `${skill}:6:7
6 | Load: skills/5.09-error-handling-and-recovery.md
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ remove this line
1 error in 1 file.
`;

beforeEach(async () => {
  tocsin = await givenTocsin();
  const folder = dirname(tocsin.folder.config);
  await cp(SHIPPED, join(folder, 'workflows/ours'), { recursive: true });
  await appendFile(
    tocsin.folder.config,
    `workflows_dir: ${folder}/workflows\nworkflow_defaults: {workflow: ours}\n`,
  );
  skill = join(folder, 'workflows/ours/skills/5.09-error-handling-and-recovery.md');
  text = await readFile(skill, 'utf8');
});

afterEach(() => tocsin.remove());

const breakIt = () => writeFile(skill, text.replace(/(---\n[\s\S]*?---\n)/, `$1\n${CIRCLE}`));

it('ends a start with 2, points at the place, and touches nothing', async () => {
  await breakIt();
  const child = await tocsin.launch();
  expect((await child.ended).code).toBe(2);
  expect(child.stderr()).toContain('loads itself (workflow/circular)');
  expect(child.stderr()).toContain(complaint());
  expect(existsSync(tocsin.folder.dataDir)).toBe(false);
});

it('is refused by a reload with the same text, and taken when it is repaired', async () => {
  await tocsin.start();
  const reload = () => tocsin.request('/-/reload', { method: 'POST' });
  await breakIt();
  const refused = await reload();
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain(complaint());
  expect(await tocsin.metric('tocsin_config_last_reload_successful')).toBe(0);
  await writeFile(skill, text);
  const repaired = await reload();
  expect([repaired.status, await repaired.text()]).toEqual([200, 'Reloaded.\n']);
});
