import { afterEach, describe, expect, it } from 'vitest';
import { checkoutDown, checkoutSlow } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { triggersAt } from '../given/sent-pages.ts';
import { rowOf, say } from '../given/workflow.ts';

const databases = givenDatabases();
let at: Standing;

const ARCHITECT = 'PARCHIT';

async function stand(more = ''): Promise<void> {
  at = await standHouse({
    databaseUrl: await databases.empty(),
    config: `pagerduty: {architects: ["user:${ARCHITECT}"]}\n${more}`,
  });
}

afterEach(() => at.close());

/** Whom PagerDuty was asked to call to which of its incidents. */
const asked = () =>
  at.pagerduty.requests
    .filter(({ path }) => path.endsWith('/responder_requests'))
    .map(({ path, body }) => ({
      to: path.split('/')[2],
      who: (
        body as {
          responder_request_targets: { responder_request_target: { id: string; type: string } }[];
        }
      ).responder_request_targets.map(({ responder_request_target: { id } }) => id),
    }));

async function opened(alert = checkoutDown()): Promise<string> {
  const [incident] = await at.alert(alert);
  return incident?.id ?? '';
}

describe('a SEV1', () => {
  it('pages everybody on call and asks the architect to join, before anybody said a word and before a second passed', async () => {
    await stand();
    const id = await opened();
    const before = at.clock.now();
    expect(triggersAt(at.pagerduty)).toHaveLength(1);
    expect(asked()).toEqual([{ to: at.pagerduty.incidents[0]?.id, who: [ARCHITECT] }]);
    expect(at.clock.now()).toBe(before);
    const report = await at.artifact('incident-production-2026-03-17-001.md');
    expect(rowOf(report, 'Time to page')[1]).toMatch(/^0 s /);
    expect((await at.get(`/api/v1/incidents/${id}`)).status).toBe('triage');
  });

  it('that a person makes of a smaller one calls them in that moment, once', async () => {
    await stand();
    const id = await opened(checkoutSlow());
    expect([triggersAt(at.pagerduty), asked()]).toEqual([[], []]);
    await at.forward(120);
    await say(at, id, 'sev1 because nobody can pay');
    expect(triggersAt(at.pagerduty)).toHaveLength(1);
    expect(asked()).toEqual([{ to: at.pagerduty.incidents[0]?.id, who: [ARCHITECT] }]);
    await say(at, id, 'ic me');
    await at.forward(60);
    expect(asked()).toHaveLength(1);
  });
});

describe('anything smaller', () => {
  it('calls no architect by itself; [ESCALATE] does, with the reason on the timeline', async () => {
    await stand();
    const id = await opened(checkoutSlow());
    await say(at, id, 'sev3');
    await at.forward(300);
    expect(asked()).toEqual([]);
    await say(at, id, '[ESCALATE] the vendor does not answer');
    expect(await at.timeline(id, 'Escalated')).toEqual([
      'Escalated by Minh Tran: the vendor does not answer',
    ]);
    expect(triggersAt(at.pagerduty)).toHaveLength(1);
    expect(asked().map(({ who }) => who)).toEqual([[ARCHITECT]]);
  });
});

describe('a severity with people of its own', () => {
  const OWN =
    'severities: {SEV1: {architects: ["user:PDB0001"]}, SEV2: {page: true, architects: []}}\n';

  it('asks them to join instead', async () => {
    await stand(OWN);
    await opened();
    expect(asked().map(({ who }) => who)).toEqual([['PDB0001']]);
  });

  it('pages and asks nobody beside it where that list is empty', async () => {
    await stand(OWN);
    const id = await opened(checkoutSlow());
    await say(at, id, 'sev2 because half of them wait');
    expect(triggersAt(at.pagerduty)).toHaveLength(1);
    expect(asked()).toEqual([]);
  });
});
