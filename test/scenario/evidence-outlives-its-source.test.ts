/** Evidence is frozen: when its sources are gone or have forgotten, it reads as it was answered, under the same hash. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canonicalJson } from '../../src/diagnosis/canonical-json.ts';
import { openLoki } from '../../src/sandbox/loki.ts';
import { openTempo } from '../../src/sandbox/tempo.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import {
  checkoutFails,
  failingLogs,
  failingMetrics,
  failingTraces,
} from '../given/ledger-fault.ts';
import { START, tPlus } from '../given/story.ts';

const databases = givenDatabases();
const FAULT = Date.parse(START) / 1000 - 240;
let at: Standing;
let id: string;
/** With their answers, as they were while every source was there. */
let before: readonly Context[];

const kept = async (): Promise<readonly Context[]> => {
  const { evidence } = await at.get(`/api/v1/incidents/${id}`);
  return Promise.all(
    evidence.map(({ id: eid }: Context) => at.get(`/api/v1/incidents/${id}/evidence/${eid}`)),
  );
};

beforeAll(async () => {
  const [loki, tempo] = await Promise.all([openLoki(), openTempo()]);
  failingLogs(loki, FAULT);
  failingTraces(tempo, FAULT);
  at = await standHouse({
    databaseUrl: await databases.empty(),
    env: { LOKI_URL: loki.url, TEMPO_URL: tempo.url },
  });
  failingMetrics(at.prometheus, FAULT);
  const [opened] = await at.alert(checkoutFails(tPlus(-180)));
  id = opened?.id ?? '';
  before = await kept();
  await Promise.all([loki.close(), tempo.close(), at.prometheus.close()]);
  await at.restart();
});

afterAll(() => at.close());

it('is there from metrics, logs and traces, and every answer has the hash that the evidence shows', () => {
  const answered = before.filter(({ outcome }) => outcome === 'answered');
  expect(answered.map(({ source }) => source)).toEqual(
    expect.arrayContaining(['prometheus', 'loki', 'tempo']),
  );
  expect(before.map(({ id: eid }) => eid)).toEqual(before.map((_, index) => `E${index + 1}`));
  for (const { answer, sha256, id: eid } of before) {
    const hash = createHash('sha256').update(canonicalJson(answer)).digest('hex');
    expect([eid, hash]).toEqual([eid, sha256]);
  }
});

it('reads the same when no source is left, after a restart', async () => {
  expect(await kept()).toEqual(before);
});

it('is drawn all the same', async () => {
  for (const name of ['evidence/E1.svg', 'overview.svg']) {
    const answer = await fetch(`${at.url}/api/v1/incidents/${id}/${name}`);
    expect([name, answer.status]).toEqual([name, 200]);
    expect(await answer.text()).toContain('<svg');
  }
});
