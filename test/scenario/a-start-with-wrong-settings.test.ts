import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenTocsin, type Tocsin } from '../given/tocsin.ts';
import { BROKEN_RULES, brokenRulesText } from '../given/tocsin-folder.ts';

let tocsin: Tocsin;

beforeEach(async () => {
  tocsin = await givenTocsin();
});

afterEach(() => tocsin.remove());

describe('a start', () => {
  it('with a broken rule file ends with 2, points at the place, and touches nothing', async () => {
    await writeFile(tocsin.folder.rulesFile, BROKEN_RULES);
    const child = await tocsin.launch();
    expect((await child.ended).code).toBe(2);
    expect(child.stderr()).toContain(brokenRulesText(tocsin.folder.rulesFile));
    expect(child.stdout()).toBe('');
    expect(existsSync(tocsin.folder.dataDir)).toBe(false);
  });

  it('with a key that nobody knows in its configuration ends with 2 and says which is meant', async () => {
    await writeFile(tocsin.folder.config, 'clocks:\n  quiet_four: 10s\n');
    const child = await tocsin.launch();
    expect((await child.ended).code).toBe(2);
    expect(child.stderr()).toContain(`${tocsin.folder.config}:2:3`);
    expect(child.stderr()).toContain('did you mean "quiet_for"?');
  });

  it('on an address that others can reach, without tokens, ends with 2 and says what to set', async () => {
    const child = await tocsin.launch({
      HOST: '0.0.0.0',
      TOCSIN_API_TOKEN: '',
      ALERTMANAGER_WEBHOOK_TOKEN: '',
    });
    expect((await child.ended).code).toBe(2);
    for (const token of ['TOCSIN_API_TOKEN', 'ALERTMANAGER_WEBHOOK_TOKEN']) {
      expect(child.stderr()).toContain(`other machines can reach 0.0.0.0, and ${token} is not set`);
      expect(child.stderr()).toContain(`set ${token} or ${token}_FILE`);
    }
  });
});
