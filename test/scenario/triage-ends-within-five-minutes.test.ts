import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { triggersAt } from '../given/sent-pages.ts';
import { minutes, rowOf, say, type Trouble, troubleAt } from '../given/workflow.ts';

const databases = givenDatabases();
let at: Standing;

beforeEach(async () => {
  const config = 'severities: {SEV1: {acknowledge_within: none}}\n';
  at = await standHouse({ databaseUrl: await databases.empty(), config });
});

afterEach(() => at.close());

const POSTMORTEM = 'postmortem-production-2026-03-17-001.md';
const status = async (id: string) => (await at.get(`/api/v1/incidents/${id}`)).status;
const notes = () => at.pagerduty.incidents[0]?.notes.map(({ content }) => content) ?? [];

/** An alert that tells only its name. */
const bare = () =>
  checkoutDown({
    labels: { alertname: 'CheckoutServiceDown', severity: 'critical' },
    annotations: {},
    startsAt: at.clock.now(),
  });

/** To the end, so that the postmortem is written. */
async function over(trouble: Trouble): Promise<string> {
  trouble.mend();
  await trouble.clear();
  await minutes(at, 5);
  await say(at, trouble.id, 'users ok', 'resolve');
  return at.artifact(POSTMORTEM);
}

describe('a triage that nobody finishes', () => {
  it('is reminded of at three minutes, with what is missing and the sentence that gives it', async () => {
    const { id } = await troubleAt(at, bare());
    await at.forward(179);
    expect(await at.timeline(id, 'Nudged')).toEqual([]);
    await at.forward(1);
    expect(await at.timeline(id, 'Nudged')).toEqual([
      'Reminder: triage is nearly due; still missing: severity-confirmed, affected-services, impact, commander',
    ]);
    const nudge = notes().find((note) => note.includes('Triage is due at 14:35 UTC')) ?? '';
    for (const sentence of ['"sev1"', '"services:', '"impact:', '"ic me"', 'chỉ huy tôi'])
      expect(nudge).toContain(sentence);
    expect(await status(id)).toBe('triage');
  });

  it('ends at five: the proposal is accepted and marked, it is escalated, and the postmortem says what was missing', async () => {
    const trouble = await troubleAt(at, bare());
    const { id } = trouble;
    await at.forward(299);
    expect(await status(id)).toBe('triage');
    const before = triggersAt(at.pagerduty).length;
    await at.forward(1);
    expect(await status(id)).toBe('diagnosing');
    const incident = await at.get(`/api/v1/incidents/${id}`);
    expect(incident.timeline.triage_completed_at).toBe('2026-03-17T14:35:00.000Z');
    expect(incident.severity_confirmed).toMatchObject({ how: 'deadline', severity: 'SEV1' });
    expect(await at.timeline(id, 'SeverityConfirmed', 'TriageCompleted', 'Escalated')).toEqual([
      'SEV1 accepted at the triage deadline: nobody had confirmed it',
      'Triage ended by its deadline as SEV1; still missing: affected-services, impact, commander',
      'Escalated by triage deadline: nobody confirmed a severity within 5 min',
    ]);
    expect(triggersAt(at.pagerduty)).toHaveLength(before + 1);
    const postmortem = await over(trouble);
    expect(postmortem).toMatch(
      /- Triage ended at its deadline, not by a person; missing: affected-services, impact, commander \\\[#\d+\\\]/,
    );
    expect(rowOf(postmortem, 'Severity classified within 5 min')).toEqual([
      '✗ not met',
      expect.stringMatching(/^nobody confirmed it: the proposal was accepted at the deadline/),
    ]);
  });

  it('ends at five too where somebody confirmed the severity and nothing else, and calls nobody a second time', async () => {
    const { id } = await troubleAt(at, bare());
    await at.forward(60);
    await say(at, id, 'sev1');
    expect(await status(id)).toBe('triage');
    const before = triggersAt(at.pagerduty).length;
    await at.forward(240);
    expect(await status(id)).toBe('diagnosing');
    expect(await at.timeline(id, 'TriageCompleted', 'Escalated')).toEqual([
      'Triage ended by its deadline as SEV1; still missing: affected-services, impact',
    ]);
    expect(triggersAt(at.pagerduty)).toHaveLength(before);
  });

  it('ends at five where Tocsin was down at that moment, as soon as it is back', async () => {
    const { id } = await troubleAt(at, bare());
    at.clock.forward(301);
    await at.restart();
    await at.settle();
    expect(await status(id)).toBe('diagnosing');
    expect(await at.timeline(id, 'TriageCompleted')).toHaveLength(1);
  });
});

describe('a triage that somebody finishes', () => {
  it('is complete with the last thing it asks for, is not reminded of, and the postmortem says in which time', async () => {
    const trouble = await troubleAt(at, bare());
    const { id } = trouble;
    await at.forward(60);
    await say(at, id, 'sev1', 'services: checkout');
    expect(await status(id)).toBe('triage');
    await at.forward(60);
    await say(at, id, 'impact: nobody can pay');
    expect(await status(id)).toBe('diagnosing');
    await minutes(at, 3);
    expect(await at.timeline(id, 'TriageCompleted')).toEqual([
      'Triage complete: SEV1; affects checkout; commander Minh Tran',
    ]);
    const reminders = await at.timeline(id, 'Nudged');
    expect(reminders.filter((text) => text.includes('triage'))).toEqual([]);
    const postmortem = await over(trouble);
    expect(postmortem).toMatch(/- Time to triage: 2 min of 5 min, in time \\\[#\d+\\\]/);
    expect(postmortem).not.toContain('Triage ended at its deadline');
    expect(rowOf(postmortem, 'Severity classified within 5 min')[0]).toBe('✓ met');
  });

  it('asks for no commander where an engineer is on call, who is then named everywhere', async () => {
    await at.close();
    at = await standHouse({
      databaseUrl: await databases.empty(),
      config: 'workflow_defaults: {on_call_engineer: Vy Le}\n',
    });
    const { id } = await troubleAt(at, bare());
    await say(at, id, 'services: checkout', 'impact: nobody can pay');
    expect(await status(id)).toBe('triage');
    await say(at, id, 'confirm');
    expect(await at.timeline(id, 'TriageCompleted')).toEqual([
      'Triage complete: SEV1; affects checkout; commander Vy Le',
    ]);
    expect(await at.get(`/api/v1/incidents/${id}`)).toMatchObject({ incident_commander: 'Vy Le' });
    const report = await at.artifact('incident-production-2026-03-17-001.md');
    expect(rowOf(report, '**Commander**')).toEqual(['Vy Le']);
    expect(await at.artifact(`${id}/incident-context.yaml`)).toContain('incident_commander: Vy Le');
    expect(await at.artifact(`${id}/incident-session.yaml`)).toContain('incident_commander: Vy Le');
  });
});
