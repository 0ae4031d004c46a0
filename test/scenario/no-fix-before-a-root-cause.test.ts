import { afterEach, beforeEach, expect, it } from 'vitest';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { CAUSE, FIX, refused, say, type Trouble, troubleAt } from '../given/workflow.ts';

const databases = givenDatabases();
let at: Standing;
let trouble: Trouble;
let id: string;

beforeEach(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
  trouble = await troubleAt(at);
  ({ id } = trouble);
});

afterEach(() => at.close());

const status = async () => (await at.get(`/api/v1/incidents/${id}`)).status;

/** What Tocsin answers to a note. */
async function noted(text: string): Promise<string> {
  const [page] = at.pagerduty.incidents;
  at.clock.forward(1);
  at.pagerduty.asUser('Lan Nguyen').annotate(page?.id ?? '', text);
  await at.settle();
  return page?.notes.at(-1)?.content ?? '';
}

it('a fix is refused in triage, with all that comes before it', async () => {
  expect(await refused(at, id, FIX)).toEqual({
    status: 409,
    needs: ['severity-confirmed', 'commander', 'root-cause'],
  });
  expect(await status()).toBe('triage');
  expect(await at.timeline(id, 'FixRecorded')).toEqual([]);
});

it('a fix is refused in the diagnosis, to whoever writes it, with the sentence that names a root cause', async () => {
  await say(at, id, 'sev1');
  const { status: code, body } = await at.say(id, FIX);
  expect(code).toBe(409);
  expect(body.needs).toEqual([
    {
      need: 'root-cause',
      text: 'no root cause is named',
      remedy: expect.stringContaining('cause: what broke and why evidence E1'),
    },
  ]);
  const answer = await noted('khắc phục: tăng pool lên 200 bằng chứng E1 hoàn tác: đặt lại 50');
  expect(answer).toMatch(/^\[tocsin\] /);
  expect(answer).toContain('"cause: what broke and why evidence E1');
  expect((await at.get(`/api/v1/incidents/${id}`)).needs).toMatchObject([{ need: 'root-cause' }]);
  expect(await status()).toBe('diagnosing');
  expect(await at.timeline(id, 'FixRecorded')).toEqual([]);
});

it('nobody goes around it with [C], resolve or close postmortem', async () => {
  await say(at, id, 'sev1');
  expect(await refused(at, id, '[C]')).toEqual({ status: 409, needs: ['root-cause'] });
  expect((await refused(at, id, 'resolve')).status).toBe(409);
  expect((await refused(at, id, 'close postmortem')).status).toBe(409);
  expect(await status()).toBe('diagnosing');
});

it('a root cause that names no evidence opens nothing', async () => {
  await say(at, id, 'sev1');
  expect(await refused(at, id, 'cause: the pool')).toMatchObject({ needs: ['known-evidence'] });
  expect(await refused(at, id, 'cause: the pool evidence E99')).toMatchObject({
    needs: ['known-evidence'],
  });
  expect(await status()).toBe('diagnosing');
});

it('once a root cause is named the fix is taken, and the timeline has them in this order', async () => {
  await say(at, id, 'sev1', CAUSE);
  expect(await status()).toBe('recovering');
  await say(at, id, FIX);
  const { entries } = await at.get(`/api/v1/incidents/${id}/timeline`);
  const types = entries.map(({ type }: Context) => type);
  const places = ['TriageCompleted', 'RootCauseNamed', 'FixRecorded'].map((each) =>
    types.indexOf(each),
  );
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
  const { timeline } = await at.get(`/api/v1/incidents/${id}`);
  expect(timeline.root_cause_identified_at).toBe(at.clock.now());
  expect(timeline.fix_applied_at).toBe(at.clock.now());
});

it('an override opens the way, and the cause that is missing is printed in its place', async () => {
  await say(at, id, 'sev1', 'override root-cause because the pool must be raised before we know');
  expect(await status()).toBe('recovering');
  await say(at, id, FIX);
  const report = await at.artifact('incident-production-2026-03-17-001.md');
  expect(report).toContain(
    'No root cause was named; the gate was overridden: the pool must be raised before we know',
  );
});
