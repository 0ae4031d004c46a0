/** One kill -9 finds three incidents at three points of the workflow; the next process goes on with each. */
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { SentAlert } from '../../src/sandbox/alertmanager.ts';
import { hang } from '../../src/sandbox/faults.ts';
import type { RecordedRequest } from '../../src/sandbox/loopback.ts';
import { openPagerDuty, type PagerDutySandbox } from '../../src/sandbox/pagerduty.ts';
import { openPrometheus, type PrometheusSandbox } from '../../src/sandbox/prometheus.ts';
import { showLogsOfFailures } from '../given/logs-of-failures.ts';
import type { RealProcess } from '../given/real-process.ts';
import { type Answer, givenTocsin, pagerdutyAt, type Tocsin } from '../given/tocsin.ts';
import { until } from '../given/until.ts';

/** A crash is found out when what the dead process had claimed comes free again. */
const PATIENCE_SECONDS = 120;

let tocsin: Tocsin;
let pagerduty: PagerDutySandbox;
let prometheus: PrometheusSandbox;
showLogsOfFailures(() => tocsin.log());

const ids = { confirmed: '', deeper: '', resolved: '' };
const evidenceBefore: string[] = [];

const seriesOf = (service: string) => `${service}_error_ratio`;

function down(service: string, over: Partial<SentAlert> = {}): SentAlert {
  const expression = encodeURIComponent(`${seriesOf(service)} > 0.05`);
  return {
    labels: { alertname: `${service}Down`, service, severity: 'critical' },
    annotations: { summary: `no ${service} succeeds` },
    startsAt: new Date(Date.now() - 60_000).toISOString(),
    generatorURL: `http://prometheus.example.com:9090/graph?g0.expr=${expression}&g0.tab=1`,
    ...over,
  };
}

async function opened(service: string): Promise<string> {
  prometheus.set(seriesOf(service), { service }, () => 0.31);
  const sent = await tocsin.alert(down(service));
  const id = JSON.parse(sent.body).incidents[0].id;
  await until(`${service} has evidence`, async () => (await context(id)).evidence.length > 0);
  await until(`step 1 of ${service} began`, async () => (await steps(id)).length === 1);
  return id;
}

const context = (id: string): Promise<Answer> => tocsin.get(`/api/v1/incidents/${id}`);

async function happened(id: string, type: string): Promise<readonly string[]> {
  const { entries } = await tocsin.get(`/api/v1/incidents/${id}/timeline`);
  return entries.filter((each: Answer) => each.type === type).map((each: Answer) => each.text);
}

const steps = async (id: string) =>
  (await happened(id, 'StepBegun')).map((text) => Number(/^Step (\d)/.exec(text)?.[1]));

async function said(id: string, ...sentences: string[]): Promise<void> {
  for (const sentence of sentences) {
    const { status, body } = await tocsin.say(id, sentence);
    expect([sentence, status, body.detail]).toEqual([sentence, 200, undefined]);
  }
}

const session = async (id: string) => parse(await tocsin.artifact(`${id}/incident-session.yaml`));
const postmortemOf = (id: string) =>
  tocsin.artifact(`postmortem-${projectIn}-${id.slice('INC-'.length)}.md`);
let projectIn = '';

/** Up to its fix, with its alert gone and its recovery vouched for. */
async function nearlyResolved(): Promise<string> {
  const id = await opened('checkout');
  await said(id, 'sev1', 'cause: the pool is exhausted evidence E1');
  await said(id, 'fix: raised the pool evidence E1 rollback: set it back', 'users ok');
  await until('step 3 began', async () => (await steps(id)).includes(3));
  await tocsin.alert(down('checkout', { endsAt: new Date().toISOString() }));
  await said(id, 'verified: orders go through');
  return id;
}

/** The output folder is a link, which can be led elsewhere in one step while the process writes. */
const artifacts = () => join(tocsin.folder.output, 'psm-artifacts');

async function outputLeadsTo(target: string): Promise<void> {
  await symlink(target, `${artifacts()}-next`);
  await rename(`${artifacts()}-next`, artifacts());
}

/** From here on nothing can be written into the output folder; returns how it can again. */
async function outputBroken(): Promise<() => Promise<void>> {
  await writeFile(`${artifacts()}-broken`, 'not a folder');
  await outputLeadsTo('psm-artifacts-broken');
  return () => outputLeadsTo('psm-artifacts-kept');
}

function aboutSearch({ body, query }: RecordedRequest): boolean {
  return `${JSON.stringify(body)} ${query}`.includes(seriesOf('search'));
}

async function killedInTheMiddle(killed: RealProcess): Promise<void> {
  ids.resolved = await nearlyResolved();
  ids.deeper = await opened('search');
  await said(ids.deeper, 'sev1');
  await until('step 2 began', async () => (await steps(ids.deeper)).includes(2));
  await until('its session is written', () => session(ids.deeper));
  ids.confirmed = await opened('cart');
  projectIn =
    /incident-(.+)-\d{4}-\d{2}-\d{2}-\d{3}\.md$/.exec((await session(ids.resolved)).report)?.[1] ??
    '';
  const heal = await outputBroken();
  const questions = (await context(ids.deeper)).evidence;
  evidenceBefore.push(...questions.map(({ id }: Answer) => id));
  const seen = prometheus.requests.length;
  prometheus.fail(hang(), { times: Number.POSITIVE_INFINITY });
  await said(ids.deeper, '[A]');
  await until('the wider diagnosis asks', () =>
    prometheus.requests.slice(seen).some((request) => aboutSearch(request)),
  );
  await said(ids.resolved, 'resolve');
  await said(ids.confirmed, 'sev1');
  await killed.end('SIGKILL');
  await heal();
  prometheus.heal();
}

beforeAll(async () => {
  pagerduty = await openPagerDuty();
  prometheus = await openPrometheus();
  tocsin = await givenTocsin({
    ...pagerdutyAt(pagerduty.url),
    PROMETHEUS_URL: prometheus.url,
  });
  await mkdir(`${artifacts()}-kept`, { recursive: true });
  await outputLeadsTo('psm-artifacts-kept');
  await killedInTheMiddle(await tocsin.start());
  await expect(postmortemOf(ids.resolved)).rejects.toThrow('ENOENT');
  await tocsin.start();
}, 180_000);

afterAll(async () => {
  await tocsin.remove();
  await Promise.all([pagerduty.close(), prometheus.close()]);
});

describe('an incident that is interrupted by kill -9 resumes at its next step and repeats none', () => {
  it('right after the confirmation: it goes on with the diagnosis', async () => {
    const id = ids.confirmed;
    await until('step 2 begins', async () => (await steps(id)).includes(2), PATIENCE_SECONDS);
    const { body } = await tocsin.say(id, '[RESUME-INC]');
    expect(body.reply).toMatch(/✓ Step 1, Triage: done at .+\nStep 2 of 4: /);
    expect(await steps(id)).toEqual([1, 2]);
    expect(await happened(id, 'SeverityConfirmed')).toHaveLength(1);
    expect(await happened(id, 'TriageCompleted')).toHaveLength(1);
    const isWritten = async () => (await session(id)).next_step === 'step-02-diagnose';
    await until('its session says so', isWritten, PATIENCE_SECONDS);
  }, 150_000);

  it('in the middle of a diagnosis: it is done once, and its step does not begin again', async () => {
    const id = ids.deeper;
    const isDone = async () => (await context(id)).evidence.length > evidenceBefore.length;
    await until('the wider diagnosis has evidence', isDone, PATIENCE_SECONDS);
    expect((await context(id)).status).toBe('diagnosing');
    expect(await steps(id)).toEqual([1, 2]);
    expect(await happened(id, 'DeepeningAsked')).toHaveLength(1);
    const { evidence } = await context(id);
    const numbers = evidence.map((each: Answer) => each.id);
    expect(numbers.slice(0, evidenceBefore.length)).toEqual(evidenceBefore);
    expect(new Set(numbers).size).toBe(numbers.length);
    const { body } = await tocsin.say(id, 'tiếp tục');
    expect(body.reply).toMatch(/Bước 2\/4: .+/);
    expect(body.reply).toContain('- no root cause is named');
  }, 150_000);

  it('after "resolved", before the postmortem was written: the postmortem is written, and step 4 begins', async () => {
    const id = ids.resolved;
    await until('the postmortem is there', () => postmortemOf(id), PATIENCE_SECONDS);
    await until('step 4 begins', async () => (await steps(id)).includes(4), PATIENCE_SECONDS);
    expect(await steps(id)).toEqual([1, 2, 3, 4]);
    expect(await happened(id, 'IncidentResolved')).toHaveLength(1);
    expect(await happened(id, 'FixRecorded')).toHaveLength(1);
    const { body } = await tocsin.say(id, 'resume');
    expect(body.reply).toMatch(/✓ Step 3, .+: done at .+\nStep 4 of 4: /);
    const isWritten = async () => (await session(id)).next_step === 'step-04-postmortem';
    await until('its session says so', isWritten, PATIENCE_SECONDS);
    expect((await session(id)).steps_completed.map(({ step }: Answer) => step)).toEqual([
      'step-01-triage',
      'step-02-diagnose',
      'step-03-fix',
    ]);
  }, 150_000);

  it('and nobody was paged twice for any of them', async () => {
    const incidents = await tocsin.incidents();
    const keys = incidents.map((each) => each.pagerduty.dedup_key).toSorted();
    expect(pagerduty.incidents.map(({ key }) => key).toSorted()).toEqual(keys);
  });
});
