/** The story of the demo: a checkout breaks, people answer from their phones, and it is over. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { reportPath } from '../artifacts/report-path.ts';
import { describeEvent } from '../artifacts/timeline-text.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import type { House } from '../house.ts';
import { OWN_NOTE } from '../ports/pager.ts';
import { sendAlerts } from '../sandbox/alertmanager.ts';
import type { PagerDutySandbox } from '../sandbox/pagerduty.ts';
import type { PrometheusSandbox } from '../sandbox/prometheus.ts';
import type { RungPage, Screen } from './demo-screen.ts';

export interface Stage {
  readonly screen: Screen;
  readonly house: House;
  readonly url: string;
  readonly pagerduty: PagerDutySandbox;
  readonly prometheus: PrometheusSandbox;
  /** The output folder. */
  readonly output: string;
}

const EXPRESSION = 'checkout_errors:ratio > 0.05';
const BROKEN_SECONDS_BEFORE = 90;
const ON_CALL = 'Lan Nguyen';
const DEADLINE_MS = 30_000;

const ALERT = {
  labels: {
    alertname: 'CheckoutServiceDown',
    service: 'checkout',
    severity: 'critical',
    env: 'production',
  },
  annotations: {
    summary: 'no order can be paid',
    runbook_url: 'https://runbooks.example.com/checkout-down',
  },
  generatorURL: `http://prometheus.example.com:9090/graph?g0.expr=${encodeURIComponent(EXPRESSION)}&g0.tab=1`,
};

/** Returns where the report lies. Throws when a step of the story does not come true in time. */
export async function tellStory(stage: Stage): Promise<{ report: string }> {
  const { screen, pagerduty } = stage;
  const checkout = breakCheckout(stage);
  const startsAt = new Date(Date.now() - (BROKEN_SECONDS_BEFORE - 30) * 1000).toISOString();
  screen.doing('Alertmanager posts its webhook: CheckoutServiceDown fires');
  const { body } = await sendAlerts(`${stage.url}/webhooks/alertmanager`, {
    alerts: [{ ...ALERT, startsAt }],
  });
  const id: string = JSON.parse(body).incidents[0].id;
  const tell = narrator(stage, id);

  await tell.until('PageAccepted');
  screen.rings(rungPage(pagerduty));
  await tell.until('EvidenceRecorded');
  const vendorId = pagerduty.incidents[0]?.id ?? '';
  const note = async (text: string, outcome?: IncidentEvent['type']) => {
    await pause(1200);
    tell.answers();
    screen.writes(ON_CALL, text);
    pagerduty.asUser(ON_CALL).annotate(vendorId, text);
    if (outcome !== undefined) await tell.until(outcome);
    await tell.reply();
  };
  pagerduty.asUser(ON_CALL).acknowledge(vendorId);
  await tell.until('Acknowledged');
  await note('xác nhận sev1', 'SeverityConfirmed');
  await note('chỉ huy tôi', 'CommandTaken');
  await note('fix: restart the payment pods');
  const cause = 'the payment pool is exhausted since the last deploy';
  await note(`cause: ${cause} evidence E1`, 'RootCauseNamed');
  const fix = 'rolled back checkout to 4.1.7 evidence E1 rollback: deploy 4.1.8 again';
  await note(`fix: ${fix}`, 'FixRecorded');

  checkout.repair();
  await recovers(stage, tell, startsAt);
  await note('người dùng ổn', 'UsersReported');
  await note('resolve', 'IncidentResolved');
  await stage.house.settle();
  await tell.rest();
  screen.measured(await recoverTime(stage));
  const { projectName, playbook } = stage.house.parts.settings();
  return { report: join(stage.output, reportPath(playbook.workflow.outputFile, projectName, id)) };
}

async function recovers({ screen, url }: Stage, tell: Narrator, startsAt: string): Promise<void> {
  screen.doing('the error ratio falls; Alertmanager posts again: resolved');
  await pause(1500);
  const endsAt = new Date().toISOString();
  await sendAlerts(`${url}/webhooks/alertmanager`, { alerts: [{ ...ALERT, startsAt, endsAt }] });
  screen.doing('the data must stay good for the quiet time before anybody may say "resolved"');
  await tell.until('RecoveryChecked');
}

/** The error ratio broke a while ago and stays broken until it is repaired. */
function breakCheckout({ prometheus }: Stage): { repair(): void } {
  const broke = Date.now() / 1000 - BROKEN_SECONDS_BEFORE;
  let repaired = Number.POSITIVE_INFINITY;
  prometheus.set('checkout_errors:ratio', { service: 'checkout' }, (at) => {
    const wobble = 0.004 * Math.sin(at / 7);
    return (at >= broke && at < repaired ? 0.31 : 0.01) + wobble;
  });
  return {
    repair: () => {
      repaired = Date.now() / 1000;
    },
  };
}

interface Narrator {
  /** Tells what happens until an event of this type has happened. */
  until(type: string): Promise<void>;
  /** Tells what happens until Tocsin has answered the last note. */
  reply(): Promise<void>;
  /** Tells what Tocsin has written meanwhile without being asked. */
  answers(): void;
  rest(): Promise<void>;
}

function narrator({ screen, house, pagerduty }: Stage, id: string): Narrator {
  let told = 0;
  let answered = 0;
  const rest = async (): Promise<readonly string[]> => {
    const entries = await house.parts.store.timeline(id);
    const news = entries.slice(told);
    told = entries.length;
    for (const { event } of news) screen.happened(event.by.name, describeEvent(event));
    return entries.map(({ event }) => event.type);
  };
  const wait = async (what: string, isDone: () => Promise<boolean>) => {
    const deadline = performance.now() + DEADLINE_MS;
    while (!(await isDone())) {
      if (performance.now() > deadline) throw new Error(`the demo waited in vain for ${what}`);
      await pause(50);
    }
  };
  const replies = () =>
    (pagerduty.incidents[0]?.notes ?? []).filter((note) => note.content.startsWith(OWN_NOTE));
  const answers = () => {
    for (const note of replies().slice(answered)) screen.answers(note.content);
    answered = replies().length;
  };
  return {
    answers,
    until: (type) => wait(type, async () => (await rest()).includes(type)),
    rest: async () => void (await rest()),
    async reply() {
      await wait('the answer to a note', async () => replies().length > answered);
      await rest();
      answers();
    },
  };
}

/** What the first event that reached PagerDuty asks it to show. */
function rungPage(pagerduty: PagerDutySandbox): RungPage {
  const sent = pagerduty.requests.find((each) => each.path === '/v2/enqueue')?.body as Enqueued;
  const { summary, severity, source, custom_details: details } = sent.payload;
  return { summary, severity, source, details };
}

interface Enqueued {
  readonly payload: {
    readonly summary: string;
    readonly severity: string;
    readonly source: string;
    readonly custom_details: Readonly<Record<string, string>>;
  };
}

async function recoverTime({ url }: Stage): Promise<readonly string[]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string) =>
    Number(
      text.match(
        new RegExp(
          `^tocsin_incident_time_to_recover_seconds_${name}\\{severity="SEV1"\\} (.*)$`,
          'm',
        ),
      )?.[1],
    );
  const mttr = value('sum') / value('count');
  return [
    `GET /metrics  tocsin_incident_time_to_recover_seconds_sum{severity="SEV1"} ${value('sum')}`,
    `              tocsin_incident_time_to_recover_seconds_count{severity="SEV1"} ${value('count')}`,
    `MTTR of SEV1: ${mttr.toFixed(1)} s, from the start of the alert to "resolved"`,
  ];
}
