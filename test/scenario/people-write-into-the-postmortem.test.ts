import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { fixed, LESSONS, recovered, say, type Trouble, troubleAt } from '../given/workflow.ts';

const databases = givenDatabases();
const NAME = 'postmortem-production-2026-03-17-001.md';
const ASKED = 'who noticed, how many users, what it cost';
const WORDS = '412 customers, and a shop that gave up on us.';
let at: Standing;
let trouble: Trouble;

const asked = (text: string) => text.split('\n').filter((line) => line.includes(ASKED));

beforeAll(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
  trouble = await troubleAt(at);
  await fixed(at, trouble);
  await recovered(at, trouble);
  await say(at, trouble.id, 'users ok', 'resolve');
  const text = await at.artifact(NAME);
  expect(asked(text)).toHaveLength(2);
  const edited = text.replace(`_to be written:_ ${ASKED}`, WORDS);
  await writeFile(join(at.outputFolder, 'psm-artifacts', NAME), edited);
  await say(at, trouble.id, ...LESSONS);
});

afterAll(() => at.close());

it('their words stay when it is written anew, and what is news stands beside them', async () => {
  const text = await at.artifact(NAME);
  expect(text).toContain(WORDS);
  expect(text).toContain('every query has a timeout');
});

it('what they wrote is no longer listed as still to be written, the rest is', async () => {
  const text = await at.artifact(NAME);
  expect(asked(text)).toEqual([]);
  expect(text).toContain('- What went badly · Điều chưa tốt: what else went badly');
});

it('the API shows the same as the file', async () => {
  const answer = await fetch(`${at.url}/api/v1/incidents/${trouble.id}/postmortem.md`);
  const text = await answer.text();
  expect(text).toContain(WORDS);
  expect(asked(text)).toEqual([]);
});

it('and both stay when it is closed, after a restart', async () => {
  await at.restart();
  await say(at, trouble.id, 'close postmortem');
  const text = await at.artifact(NAME);
  expect(text).toContain(WORDS);
  expect(asked(text)).toEqual([]);
});
