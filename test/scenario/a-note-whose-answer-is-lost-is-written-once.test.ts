/** PagerDuty takes a note but its answer never arrives: the note is looked for before it is sent again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { badGateway, reset } from '../../src/sandbox/faults.ts';
import type { RecordedRequest } from '../../src/sandbox/loopback.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';

const databases = givenDatabases();
let at: Standing;
let vendorId: string;
let databaseUrl: string;

beforeEach(async () => {
  databaseUrl = await databases.empty();
  at = await standHouse({ databaseUrl });
  await at.alert(checkoutDown());
  vendorId = at.pagerduty.incidents[0]?.id ?? '';
});

afterEach(() => at.close());

const isWrite = ({ method, path }: RecordedRequest) => method === 'POST' && path.endsWith('/notes');
const writes = (words: string) =>
  at.pagerduty.requests.filter(
    (request) => isWrite(request) && JSON.stringify(request.body).includes(words),
  ).length;
const replies = (words: string) =>
  at.pagerduty.incident(vendorId).notes.filter(({ content }) => content.includes(words)).length;

async function hear(text: string): Promise<void> {
  at.pagerduty.asUser('Lan Nguyen').annotate(vendorId, text);
  await at.settle();
}

describe('a reply', () => {
  it('that was written although its answer was lost is not written again', async () => {
    at.pagerduty.fail(reset(), { when: isWrite, afterwards: true });
    await hear('sev2 because search is slow');
    expect(replies('SEV2 is confirmed.')).toBe(1);
    await at.forward(60);
    expect([writes('SEV2 is confirmed.'), replies('SEV2 is confirmed.')]).toEqual([1, 1]);
    // What waited behind it went on.
    expect(replies('Step 2 of 4')).toBe(1);
  });

  it('that a process wrote which died before it could say so is not written again', async () => {
    await hear('sev2 because search is slow');
    const before = writes('');
    expect(before).toBeGreaterThan(2);
    // As a kill right after the answer leaves the row: claimed, and not done.
    await sql(
      databaseUrl,
      `update tocsin.outbox set state = 'undone', finished_at = null, leased_until = $1
       where lane = 'note'`,
      [new Date(Date.parse(at.clock.now()) + 30_000).toISOString()],
    );
    await at.forward(31);
    expect(writes('')).toBe(before);
    const left = await sql(
      databaseUrl,
      "select kind from tocsin.outbox where state = 'undone' and lane = 'note'",
    );
    expect(left).toEqual([]);
  });

  it('that was not written is sent again', async () => {
    at.pagerduty.fail(badGateway(), { when: isWrite });
    await hear('sev2 because search is slow');
    expect(replies('SEV2 is confirmed.')).toBe(0);
    await at.forward(60);
    expect(replies('SEV2 is confirmed.')).toBe(1);
  });

  it('that stood there before is written again for whoever asks again', async () => {
    await hear('status');
    await at.forward(120);
    at.pagerduty.fail(badGateway(), { when: isWrite });
    const told = replies('Still needed');
    await hear('status');
    await at.forward(60);
    expect(replies('Still needed')).toBe(told + 1);
  });
});
