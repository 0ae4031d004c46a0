/** A fault two calls away: evidence, ranked causes and one note within a minute, and what is missing is looked for again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as faults from '../../src/sandbox/faults.ts';
import { type LokiSandbox, openLoki } from '../../src/sandbox/loki.ts';
import { openTempo, type TempoSandbox } from '../../src/sandbox/tempo.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import {
  checkoutFails,
  failingLogs,
  failingMetrics,
  failingTraces,
} from '../given/ledger-fault.ts';
import { START, tPlus } from '../given/story.ts';
import { sendChange } from '../unit/sandbox/pagerduty-client.ts';

const databases = givenDatabases();
const TOKEN = 'the-token-of-the-api';
/** The ledger fails a minute after its deploy; the alert begins a minute later. */
const FAULT = Date.parse(START) / 1000 - 240;
let at: Standing;
let loki: LokiSandbox;
let tempo: TempoSandbox;

beforeEach(async () => {
  [loki, tempo] = await Promise.all([openLoki(), openTempo()]);
  failingLogs(loki, FAULT);
  failingTraces(tempo, FAULT);
  at = await standHouse({
    databaseUrl: await databases.empty(),
    config: 'diagnosis: {query_timeout: 3s}\n',
    env: { LOKI_URL: loki.url, TEMPO_URL: tempo.url, TOCSIN_API_TOKEN: TOKEN },
  });
  failingMetrics(at.prometheus, FAULT);
});

afterEach(async () => {
  await at.close();
  await Promise.all([loki.close(), tempo.close()]);
});

async function deployOfLedger(): Promise<void> {
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
  const change = { summary: 'Ledger 2.7', service: 'ledger', at: tPlus(-300), id: 'd-27' };
  const body = JSON.stringify(change);
  const told = await fetch(`${at.url}/webhooks/changes`, { method: 'POST', headers, body });
  expect(told.status).toBe(202);
}

const fire = async () => {
  const [opened] = await at.alert(checkoutFails(tPlus(-180)));
  return opened?.id ?? '';
};
const shown = (id: string): Promise<Context> => at.get(`/api/v1/incidents/${id}`);
/** What we wrote of the diagnosis, in PagerDuty. */
const notes = () =>
  at.pagerduty.incidents
    .flatMap((one) => one.notes.map(({ content }) => content))
    .filter((content) => /H1 \(|Inconclusive|Missing/.test(content));
const vendorId = () => at.pagerduty.incidents[0]?.id ?? '';
const looks = (id: string) => at.timeline(id, 'HypothesesRanked');

describe('a fault two calls away from the service that alerts', () => {
  it('is named with the deploy before it, on the incident and in one note, in the first pass', async () => {
    await deployOfLedger();
    const began = Date.now();
    const id = await fire();
    expect((Date.now() - began) / 1000).toBeLessThan(60);
    expect(at.clock.now()).toBe(START);
    const { hypotheses, evidence, diagnosis } = await shown(id);
    expect(hypotheses[0]).toMatchObject({ id: 'H1', service: 'ledger' });
    expect(hypotheses[0].text).toMatch(/^ledger: red\/errors went from .*Ledger 2\.7/);
    expect(hypotheses[0].confidence).toBeGreaterThan(0.5);
    expect(diagnosis).toMatchObject({ inconclusive: '', missing: [] });
    const titles = evidence.map(({ title }: Context) => title);
    expect(titles).toEqual(
      expect.arrayContaining([
        'What CheckoutServiceDown measures',
        'Share of requests that fail (checkout)',
        'What was changed shortly before',
        'What CheckoutServiceDown logged',
        'Traces behind CheckoutServiceDown',
      ]),
    );
    expect(new Set(titles).size).toBe(titles.length);
    const shares = evidence.find(({ title }: Context) => title.startsWith('Share of requests'));
    expect(shares.summary).toMatch(/^ledger 0\.5\d* \(usually 0\.0\d+\), /);
    const behind = evidence.filter(({ id: own }: Context) => hypotheses[0].evidence.includes(own));
    expect(behind.map(({ source }: Context) => source)).toEqual(
      expect.arrayContaining(['prometheus', 'changes', 'tempo']),
    );
    expect(notes()).toEqual([expect.stringMatching(/H1 \(\d+ %, E\d[E\d ]*\) ledger: /)]);
    expect(notes()[0]?.match(/^.*H\d \(/gm)?.length).toBeLessThanOrEqual(3);
  });

  it('is named with a deploy that only PagerDuty was told of', async () => {
    const details = { service: 'ledger', version: '2.7' };
    const told = { summary: 'Ledger 2.7', source: 'ci', timestamp: tPlus(-300) };
    const sent = await sendChange(at.pagerduty, { ...told, custom_details: details });
    expect(sent.status).toBe(202);
    const { hypotheses, evidence, diagnosis } = await shown(await fire());
    expect(hypotheses[0].text).toMatch(/^ledger: red\/errors went from .*Ledger 2\.7/);
    const changed = evidence.find(({ source }: Context) => source === 'changes');
    expect(changed.summary).toMatch(/^Ledger 2\.7 at 14:25:00 UTC \(2 min before the alert\)/);
    expect(diagnosis.missing).toEqual([]);
  });

  it('is taken as the root cause by a note, and stands in the report and the postmortem', async () => {
    await deployOfLedger();
    const id = await fire();
    await at.say(id, 'sev1');
    at.clock.forward(1);
    at.pagerduty.asUser('Lan Nguyen').annotate(vendorId(), 'cause H1');
    await at.settle();
    const { root_cause: cause, hypotheses } = await shown(id);
    expect(cause).toMatchObject({ text: hypotheses[0].text, evidence: hypotheses[0].evidence });
    await at.say(id, 'fix: rolled the ledger back evidence E1 rollback: deploy 2.7 again');
    await at.say(id, 'override verification because this is a story');
    await at.say(id, 'override alerts-clear because this is a story');
    await at.say(id, 'users ok');
    expect((await at.say(id, 'resolve')).status).toBe(200);
    const names = (await at.artifacts()).filter((name) => name.endsWith('.md'));
    const saying = await Promise.all(
      names.map(async (name) => [name, (await at.artifact(name)).includes('errors went from')]),
    );
    expect(saying).toEqual(
      expect.arrayContaining([
        [expect.stringMatching(/^incident-/), true],
        [expect.stringMatching(/postmortem/), true],
      ]),
    );
  });

  it('is diagnosed once, however often its alert is delivered', async () => {
    const id = await fire();
    const asked = at.prometheus.requests.length;
    await fire();
    await at.forward(30);
    await fire();
    expect(await looks(id)).toHaveLength(1);
    expect(at.prometheus.requests.length).toBe(asked);
    expect(notes()).toHaveLength(1);
  });

  it('is looked at more widely with [A], and what is found is told from the first look', async () => {
    const id = await fire();
    const before = (await shown(id)).evidence.length;
    await at.say(id, '[A]');
    const { evidence } = await shown(id);
    const wider = evidence.slice(before).map(({ title }: Context) => title);
    expect(wider).toContain('What CheckoutServiceDown measures (wider look)');
    expect(wider).toContain('Share of requests that fail (checkout) (wider look)');
    for (const title of wider) expect(title).toMatch(/ \(wider look\)$/);
    expect(notes()).toHaveLength(1);
  });
});

describe('a Loki that hangs', () => {
  it('is a hole on the note and the timeline, and is filled in a minute later', async () => {
    loki.fail(faults.hang(), { times: 1000 });
    const id = await fire();
    const hole = /Missing: Loki at .* did not answer within 3 s/;
    expect(notes()).toEqual([expect.stringMatching(hole)]);
    expect(notes()[0]).toMatch(/H1 \(\d+ %.*ledger/);
    expect(notes()[0]).toContain('Looked for again at 14:31:00 UTC.');
    expect((await looks(id))[0]).toMatch(/missing: Loki at/);
    await at.forward(59);
    expect(await looks(id)).toHaveLength(1);
    loki.heal();
    await at.forward(2);
    const { evidence, diagnosis } = await shown(id);
    expect(diagnosis.missing).toEqual([]);
    const logs = evidence.filter(({ source }: Context) => source === 'loki');
    expect(logs.map(({ outcome }: Context) => outcome)).toEqual(['unavailable', 'answered']);
    expect(logs[1].summary).toContain('ledger refused the booking');
    expect(notes()).toHaveLength(2);
    expect(notes()[1]).not.toContain('Missing');
    await at.forward(600);
    expect(await looks(id)).toHaveLength(2);
  });

  it('is asked four times at most, and told of once', async () => {
    loki.fail(faults.hang(), { times: 1000 });
    const id = await fire();
    for (let minute = 0; minute < 20; minute += 1) await at.forward(60);
    expect(await looks(id)).toHaveLength(4);
    expect(notes()).toHaveLength(1);
    const { evidence } = await shown(id);
    expect(evidence.filter(({ source }: Context) => source === 'loki')).toHaveLength(1);
  });
});

describe('a Prometheus', () => {
  it.each([
    ['hangs', faults.hang(), /did not answer within 3 s/, true],
    ['drips', faults.drip(), /did not answer within 3 s/, true],
    ['answers with a page', faults.loginPage(), /with no JSON/, false],
    ['floods', faults.flood(200_000_000), /more than we take/, false],
    [
      'sends elsewhere',
      faults.redirect('http://127.0.0.2:9/'),
      /redirects are not followed/,
      false,
    ],
  ])('that %s is a hole, and the rest is there in time', async (_, fault, words, isAskedAgain) => {
    at.prometheus.fail(fault, { times: 1000 });
    const began = Date.now();
    const id = await fire();
    expect((Date.now() - began) / 1000).toBeLessThan(30);
    const { evidence, diagnosis } = await shown(id);
    expect(diagnosis.missing).toEqual([expect.stringMatching(words)]);
    expect(diagnosis.inconclusive).toBe('nothing could be measured of checkout');
    const outcomes = evidence.map(({ source, outcome }: Context) => `${source} ${outcome}`);
    expect(outcomes.sort()).toEqual(['loki answered', 'prometheus unavailable', 'tempo answered']);
    at.prometheus.heal();
    await at.forward(61);
    const later = await shown(id);
    expect(later.hypotheses.length > 0).toBe(isAskedAgain);
    if (isAskedAgain) expect(later.hypotheses[0]).toMatchObject({ service: 'ledger' });
  });

  it('is asked nothing else by a label that tries to', async () => {
    const evil = 'x"} or vector(1) or up{a="';
    const alert = checkoutFails(tPlus(-180));
    await at.alert({ ...alert, labels: { ...alert.labels, service: evil, pod: evil } });
    const all = at.prometheus.requests.map(({ text, query }) => {
      const form = new URLSearchParams(text);
      return [form.get('query'), ...query.getAll('match[]')].filter((each) => each !== null);
    });
    const asked = all.flat();
    expect(asked.some((query) => query.includes('vector(1)'))).toBe(true);
    // Without what is quoted there is nothing left of it.
    const bare = asked.map((query) => query.replace(/"(?:[^"\\]|\\.)*"/g, ''));
    for (const query of bare) expect(query).not.toMatch(/vector|up\{|"/);
  });
});
