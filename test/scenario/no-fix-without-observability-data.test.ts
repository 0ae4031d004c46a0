import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serverError } from '../../src/sandbox/faults.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { CAUSE, FIX, minutes, refused, say, troubleAt } from '../given/workflow.ts';

const databases = givenDatabases();
let at: Standing;
let id: string;

beforeEach(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
});

afterEach(() => at.close());

const incident = () => at.get(`/api/v1/incidents/${id}`);

describe('where the data answers', () => {
  beforeEach(async () => {
    ({ id } = await troubleAt(at));
    await say(at, id, 'sev1', CAUSE);
  });

  it.each([
    ['names no evidence', 'fix: raised the pool rollback: set it to 50', ['known-evidence']],
    [
      'names evidence that is not there',
      'fix: raised the pool evidence E1 E77 rollback: set it to 50',
      ['known-evidence'],
    ],
    ['has no way back', 'fix: raised the pool evidence E1', ['rollback']],
    ['has neither', 'fix: raised the pool', ['known-evidence', 'rollback']],
  ])('a fix that %s is refused with what it lacks', async (_, text, needs) => {
    expect(await refused(at, id, text)).toEqual({ status: 409, needs });
    expect(await at.timeline(id, 'FixRecorded')).toEqual([]);
  });

  it('a fix that names its evidence is taken, and the report prints the evidence beside it', async () => {
    await say(at, id, FIX);
    expect(await at.timeline(id, 'FixRecorded')).toEqual([
      'Fix recorded by Minh Tran: raised the pool to 200; rollback: set it to 50 (evidence E1)',
    ]);
    const report = await at.artifact('incident-production-2026-03-17-001.md');
    expect(report).toMatch(
      /raised the pool to 200\n\n\*\*Rollback:\*\* set it to 50\n\n\*\*Evidence:\*\* E1\n/,
    );
  });

  it('an override is the only way around it, and is printed with its reason', async () => {
    await say(
      at,
      id,
      'override known-evidence because nobody measures the pool',
      'fix: raised the pool rollback: set it to 50',
    );
    const report = await at.artifact('incident-production-2026-03-17-001.md');
    expect(report).toContain('| known-evidence | nobody measures the pool | Minh Tran |');
  });
});

describe('where Prometheus does not answer', () => {
  beforeEach(async () => {
    at.prometheus.fail(serverError(), { times: 10_000 });
    ({ id } = await troubleAt(at));
    await minutes(at, 1);
    await say(at, id, 'sev1');
  });

  it('a question that could not be asked is on record, and is no evidence', async () => {
    const { evidence } = await incident();
    expect(evidence.map(({ outcome }: Context) => outcome)).toContain('unavailable');
    const { status, body } = await at.say(id, CAUSE);
    expect(status).toBe(409);
    expect(body.needs).toMatchObject([
      {
        need: 'known-evidence',
        text: 'E1 is no evidence: the source could not be asked',
      },
    ]);
    expect((await incident()).status).toBe('diagnosing');
  });

  it('once it answers again, [A] brings the evidence that the root cause may name', async () => {
    at.prometheus.heal();
    await at.forward(60);
    await say(at, id, '[A]');
    const { evidence } = await incident();
    const answered = evidence.find(({ outcome }: Context) => outcome === 'answered')?.id;
    expect(answered).toMatch(/^E\d+$/);
    await say(at, id, `cause: the payment pool is exhausted evidence ${answered}`);
    expect((await incident()).status).toBe('recovering');
  });
});
