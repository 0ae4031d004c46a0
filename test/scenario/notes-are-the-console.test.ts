import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { quarantined, signed } from '../given/quarantine.ts';

const databases = givenDatabases();
let at: Standing;
let vendorId: string;

const ROLES = `
pagerduty: {authority: {confirm: ["role:user", "role:admin"], lower: [commander], override: [anyone]}}
`;

beforeEach(async () => {
  at = await standHouse({ databaseUrl: await databases.empty(), config: ROLES });
  const lan = at.pagerduty.asUser('Lan Nguyen');
  vendorId = lan.triggerIncident({ title: 'Search is slow', service: 'Checkout' }).id;
  await at.settle();
});

afterEach(() => at.close());

async function note(text: string, by = 'Lan Nguyen'): Promise<void> {
  at.clock.forward(1);
  at.pagerduty.asUser(by).annotate(vendorId, text);
  await at.settle();
}

async function incident(): Promise<Context> {
  return (await at.get('/api/v1/incidents')).incidents[0];
}

/** What we wrote since. */
const ours = () =>
  at.pagerduty
    .incident(vendorId)
    .notes.map(({ content }) => content)
    .filter((content) => content.startsWith('[tocsin]'));

/** Our answers to what this does. */
async function answersTo(work: () => Promise<unknown>): Promise<string[]> {
  const before = ours().length;
  await work();
  return ours().slice(before);
}

describe('a note in PagerDuty', () => {
  it('that is a command acts, and the answer says what changed and what is still needed', async () => {
    const [answer] = await answersTo(() => note('sev2 because search is slow'));
    expect(answer).toMatch(/SEV2/);
    expect(answer).toMatch(/^- /m);
    expect((await incident()).severity_confirmed).toMatchObject({ by: 'Lan Nguyen' });
  });

  it.each(['this is NOT a SEV1', 'looking into it', '> sev1\nI do not think so', '```\nsev1\n```'])(
    'that only talks does nothing and is not answered: %j',
    async (text) => {
      const before = await incident();
      expect(await answersTo(() => note(text))).toEqual([]);
      expect(await incident()).toEqual(before);
    },
  );

  it('that tries is told what the sentence lacks', async () => {
    expect(await answersTo(() => note('sev 9'))).toEqual([
      expect.stringContaining('Nothing changed'),
    ]);
    expect((await incident()).severity_confirmed).toBeNull();
  });

  it('of [RESUME-INC] says which steps are done, which is next, what its gate asks, and where it is written', async () => {
    await note('sev2 because search is slow');
    await note('services: search');
    await note('impact: every search takes ten seconds');
    const { incident_id: id, current_step: step } = await incident();
    expect(step).toBe('step-02-diagnose');
    const [answer = ''] = await answersTo(() => note(`[RESUME-INC] ${id}`));
    expect(answer).toMatch(/✓ Step 1, Triage: done at .+\nStep 2 of 4: Diagnose/);
    expect(answer).toMatch(/^- no root cause is named: write "cause: /m);
    expect(answer).toContain(`psm-artifacts/${id}/step-2-output.md`);
    expect((await incident()).current_step).toBe(step);
  });

  it('that PagerDuty cut is read in full', async () => {
    await note(`action: ${'measure it '.repeat(500)} owner: Lan due: 2026-12-01`);
    const read = at.pagerduty.requests.filter(
      ({ path }) => path === `/incidents/${vendorId}/notes`,
    );
    expect(read.map(({ method }) => method)).toContain('GET');
    const { incident_id: id } = await incident();
    expect(await at.timeline(id, 'ActionAdded')).toEqual([expect.stringContaining('Lan')]);
  });

  it('of our own is not heard again', async () => {
    await note('sev1');
    const told = ours().length;
    await note('[tocsin] sev4');
    expect(ours()).toHaveLength(told + 1);
    expect((await incident()).severity).toBe('SEV1');
  });

  it('that comes again, under its webhook id or under another with the same event, does nothing', async () => {
    await note('sev2');
    const sent = at.pagerduty.deliveries.findLast(({ body }) => body.includes('"sev2"'));
    const { incident_id: id } = await incident();
    const timeline = await at.timeline(id);
    expect(
      await answersTo(async () => {
        if (sent !== undefined) at.pagerduty.again(sent);
        await at.settle();
        expect(await signed(at, sent?.body ?? '')).toMatchObject({
          status: 202,
          body: { outcome: 'duplicate' },
        });
        await at.settle();
      }),
    ).toEqual([]);
    expect(await at.timeline(id)).toEqual(timeline);
  });

  it.each([
    ['nobody', null],
    ['an integration', { id: 'PINT001', type: 'integration_reference', summary: 'CI' }],
  ])('that %s wrote commands nothing, and is kept', async (_, agent) => {
    const body = JSON.stringify({
      event: {
        id: '01NOTEOFNOBODY',
        event_type: 'incident.annotated',
        resource_type: 'incident',
        occurred_at: at.clock.now(),
        agent,
        data: {
          id: 'PNOTE01',
          type: 'incident_note',
          content: 'sev1',
          trimmed: false,
          incident: { id: vendorId, type: 'incident_reference' },
        },
      },
    });
    expect(await signed(at, body)).toMatchObject({ body: { outcome: 'quarantined' } });
    expect((await incident()).severity_confirmed).toBeNull();
    expect(await quarantined(at)).toMatchObject([{ reason: expect.stringContaining('author') }]);
  });

  it('on an incident that is over changes nothing, and is answered', async () => {
    await note('sev3');
    at.pagerduty.asUser('Lan Nguyen').resolve(vendorId);
    await at.settle();
    const { incident_id: id } = await incident();
    const before = await at.get(`/api/v1/incidents/${id}`);
    expect(before.status).toBe('resolved');
    const timeline = await at.timeline(id);
    for (const text of ['sev1', 'fix: the pool evidence E1 rollback: undo it', 'escalate']) {
      const [refused] = await answersTo(() => note(text));
      expect([text, refused]).toEqual([text, expect.stringContaining('the incident is resolved')]);
    }
    expect(await at.get(`/api/v1/incidents/${id}`)).toEqual(before);
    expect(await at.timeline(id)).toEqual(timeline);
  });

  it('of one who may not confirm is refused and answered; lowering a SEV1 is the commander’s', async () => {
    const [refused] = await answersTo(() => note('sev1', 'Vy Le'));
    expect(refused).toContain('not yours to say');
    expect((await incident()).severity_confirmed).toBeNull();
    await note('sev1', 'Minh Tran');
    await note('ic me', 'Minh Tran');
    const [kept] = await answersTo(() => note('sev3'));
    expect(kept).toContain('Minh Tran');
    expect((await incident()).severity).toBe('SEV1');
    await note('sev3', 'Minh Tran');
    expect((await incident()).severity).toBe('SEV3');
  });
});

describe('a merge in PagerDuty', () => {
  it('is followed, and resolves nothing here', async () => {
    const { incident_id: id } = await incident();
    const body = JSON.stringify({
      event: {
        id: '01MERGED',
        event_type: 'incident.resolved',
        resource_type: 'incident',
        occurred_at: at.clock.now(),
        agent: { id: at.pagerduty.users[0]?.id, type: 'user_reference', summary: 'Lan Nguyen' },
        data: {
          id: vendorId,
          type: 'incident',
          title: 'Search is slow',
          status: 'resolved',
          urgency: 'high',
          resolve_reason: {
            type: 'merge_resolve_reason',
            incident: { id: 'QOTHER1', type: 'incident_reference' },
          },
        },
      },
    });
    expect(await signed(at, body)).toMatchObject({ body: { outcome: 'used' } });
    expect(await at.timeline(id, 'PagerdutyChanged')).toEqual([
      'PagerDuty: resolved, merged into QOTHER1',
    ]);
    expect((await incident()).status).toBe('triage');
    const { signals } = await at.get(`/api/v1/incidents/${id}/signals`);
    expect(signals).toMatchObject([{ status: 'firing' }]);
  });
});
