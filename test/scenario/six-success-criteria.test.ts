import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import {
  CAUSE,
  FIX,
  fixed,
  LESSONS,
  minutes,
  recovered,
  rowOf,
  say,
  type Trouble,
  troubleAt,
} from '../given/workflow.ts';

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

/** How the postmortem judges a criterion, and why. */
async function judged(criterion: string): Promise<readonly string[]> {
  return rowOf(await at.artifact('postmortem-production-2026-03-17-001.md'), criterion);
}

async function healed(): Promise<void> {
  trouble.mend();
  await trouble.clear();
  await minutes(at, 5);
}

const met = (why: RegExp) => ['✓ met', expect.stringMatching(why)];
const missed = (why: RegExp) => ['✗ not met', expect.stringMatching(why)];

describe('severity classified within five minutes', () => {
  const CRITERION = 'Severity classified within 5 min';

  it('is met when a person says it in time', async () => {
    await minutes(at, 4);
    await say(at, id, 'sev1', 'users ok');
    await healed();
    await say(at, id, 'resolve');
    expect(await judged(CRITERION)).toEqual(
      met(/^Minh Tran confirmed it after 4 min \\\[#\d+\\\]$/),
    );
  });

  it('is not met when nobody does, although the workflow goes on', async () => {
    await minutes(at, 5);
    await say(at, id, 'users ok');
    await healed();
    await say(at, id, 'resolve');
    expect(await judged(CRITERION)).toEqual(
      missed(/^nobody confirmed it: the proposal was accepted at the deadline \\\[#\d+\\\]$/),
    );
  });
});

describe('root cause identified within the first triage pass', () => {
  const CRITERION = 'Root cause identified within the first triage pass';

  it('is met when it is named once, and stays', async () => {
    await say(at, id, 'sev1', 'users ok');
    await minutes(at, 3);
    await say(at, id, CAUSE, FIX);
    await healed();
    await say(at, id, 'resolve');
    expect(await judged(CRITERION)).toEqual(met(/^named once, after 3 min \\\[#\d+, E1\\\]$/));
  });

  it('is not met when it had to be named again', async () => {
    await say(
      at,
      id,
      'sev1',
      'users ok',
      CAUSE,
      'cause: a query without a timeout evidence E1',
      FIX,
    );
    await healed();
    await say(at, id, 'resolve');
    expect(await judged(CRITERION)).toEqual(missed(/^it was named 2 times \\\[#\d+, #\d+\\\]$/));
  });

  it('is not met when it came back after the cause was thought to be known', async () => {
    await say(at, id, 'sev1', 'users ok', CAUSE, FIX);
    await healed();
    await say(at, id, 'resolve');
    await minutes(at, 10);
    const again = await troubleAt(at);
    expect(again.id).toBe(id);
    await say(at, id, 'users ok');
    again.mend();
    await again.clear();
    await minutes(at, 5);
    await say(at, id, 'resolve');
    expect(await judged(CRITERION)).toEqual(
      missed(/^it came back after a root cause was named \\\[#\d+, #\d+\\\]$/),
    );
  });

  it('is not met when none was named before it was over', async () => {
    await say(at, id, 'sev1', 'users ok');
    await healed();
    await say(at, id, 'resolve');
    expect(await judged(CRITERION)).toEqual(missed(/^no root cause is named$/));
  });
});

describe('fix applied and verified', () => {
  const CRITERION = 'Fix applied and verified';

  it('is met when there is a fix and the data shows that it helped', async () => {
    await say(at, id, 'sev1', 'users ok', CAUSE, FIX);
    await healed();
    await say(at, id, 'resolve');
    expect(await judged(CRITERION)).toEqual(
      met(/^the fix is recorded and the recovery verified \\\[#\d+, #\d+\\\]$/),
    );
  });

  it('is not met when it went away by itself', async () => {
    await say(at, id, 'sev1', 'users ok');
    await healed();
    await say(at, id, 'resolve');
    expect(await judged(CRITERION)).toEqual(
      missed(/^it recovered without a recorded fix \\\[#\d+\\\]$/),
    );
  });

  it('is not met when somebody overrode the verification', async () => {
    await say(at, id, 'sev1', 'users ok', CAUSE, FIX);
    await trouble.clear();
    await say(at, id, 'override verification because the probe is broken', 'resolve');
    expect(await judged(CRITERION)).toEqual(
      missed(/^it was resolved by an override \\\[#\d+\\\]$/),
    );
  });
});

describe('system metrics returned to baseline', () => {
  const CRITERION = 'System metrics returned to baseline';

  it('is met when they did, and the postmortem says to what', async () => {
    await say(at, id, 'sev1', 'users ok');
    await healed();
    await say(at, id, 'resolve');
    expect(await judged(CRITERION)).toEqual(
      met(/nearest 0\.01 .+ Baseline: now 0\.01, usually .+ before\. \\\[#\d+, E\d+\\\]$/),
    );
  });

  it('is not met when only a person says so', async () => {
    at.prometheus.set('checkout_error_ratio', { service: 'checkout' }, () => null);
    await say(at, id, 'sev1', 'users ok');
    await trouble.clear();
    await say(at, id, 'verified: I paid three times', 'resolve');
    expect(await judged(CRITERION)).toEqual(
      missed(/^a person vouches for it, no metric shows it: I paid three times \\\[#\d+\\\]$/),
    );
  });

  it('is not met when it was overridden', async () => {
    await say(at, id, 'sev1', 'users ok');
    await trouble.clear();
    await say(at, id, 'override verification because the probe is broken', 'resolve');
    expect(await judged(CRITERION)).toEqual(
      missed(/^the check was overridden: the probe is broken \\\[#\d+\\\]$/),
    );
  });
});

describe('postmortem documented with action items, and prevention measures identified', () => {
  const DOCUMENTED = 'Postmortem documented with action items';
  const PREVENTED = 'Prevention measures identified';

  beforeEach(async () => {
    await fixed(at, trouble);
    await recovered(at, trouble);
    await say(at, id, 'users ok', 'resolve');
  });

  it('are open as long as somebody may still write them', async () => {
    expect(await judged(DOCUMENTED)).toEqual([
      'open',
      'no action item with an owner and a due date',
    ]);
    expect(await judged(PREVENTED)).toEqual([
      'open',
      'nobody has said what keeps it from coming back',
    ]);
  });

  it('are met when the postmortem is closed with both', async () => {
    await say(at, id, ...LESSONS, 'close postmortem');
    expect(await judged(DOCUMENTED)).toEqual(
      met(/^1 action item with owner and due date \\\[#\d+\\\]$/),
    );
    expect(await judged(PREVENTED)).toEqual(met(/^1 measure stated \\\[#\d+\\\]$/));
  });

  it('are not met when it was closed by overrides', async () => {
    await say(
      at,
      id,
      LESSONS[0] ?? '',
      'action: do better',
      'override action-item because nobody has time',
      'override prevention because it is not ours',
      'close postmortem',
    );
    expect(await judged(DOCUMENTED)).toEqual(
      missed(/^no action item with an owner and a due date$/),
    );
    expect(await judged(PREVENTED)).toEqual(
      missed(/^nobody has said what keeps it from coming back$/),
    );
  });
});
