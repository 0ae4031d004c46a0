/** The look at what was changed, told by people and seen on a server that answers like Prometheus. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPagerDutyBoard } from '../../../src/adapters/pagerduty-board.ts';
import { createPrometheus } from '../../../src/adapters/prometheus.ts';
import { rolloutQuestions } from '../../../src/diagnosis/rollouts.ts';
import type { Change } from '../../../src/domain/change.ts';
import { epochSeconds } from '../../../src/domain/instant.ts';
import type { DutyBoard } from '../../../src/ports/duty-board.ts';
import type { Metrics } from '../../../src/ports/metrics.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import {
  openPagerDuty,
  type PagerDutySandbox,
  SANDBOX_API_TOKEN,
  SANDBOX_FROM,
} from '../../../src/sandbox/pagerduty.ts';
import { openPrometheus, type PrometheusSandbox } from '../../../src/sandbox/prometheus.ts';
import { createLearnedLabels } from '../../../src/service/learned-labels.ts';
import type { Look } from '../../../src/service/look.ts';
import { lookAtChanges } from '../../../src/service/look-at-changes.ts';
import type { Parts } from '../../../src/service/parts.ts';
import { behindProbe, createProbe } from '../../../src/service/probe.ts';
import { sendChange } from '../sandbox/pagerduty-client.ts';
import { rememberedChanges } from './remembered-changes.ts';

const ONSET = '2026-11-22T10:00:00.000Z';
const TO = '2026-11-22T10:05:00.000Z';
const SUBJECT = {
  alertname: 'SalesFail',
  expression: null,
  labels: { service: 'till', namespace: 'shop' },
  service: 'till',
  packs: [],
  startsAt: ONSET,
};
const LOOK: Look = {
  key: '',
  subjects: [SUBJECT],
  alerts: [SUBJECT.labels],
  startedAt: ONSET,
  to: TO,
  lookback: 3600,
};

let server: PrometheusSandbox;
let source: ReturnType<typeof createPrometheus>;

beforeEach(async () => {
  server = await openPrometheus();
  source = createPrometheus({ baseUrl: server.url, timeoutMs: 200 });
});

afterEach(async () => {
  source.close();
  await server.close();
});

const clock = { now: () => TO };

function given(
  told: readonly Change[],
  metrics: Metrics | null = source,
  board: DutyBoard | null = null,
) {
  return {
    board,
    probe: createProbe(clock),
    changes: rememberedChanges(...told),
    metrics: metrics === null ? null : behindProbe(metrics, createProbe(clock)),
    learned: createLearnedLabels(clock),
    settings: () => ({ ignoreLabels: [] }) as unknown as ReturnType<Parts['settings']>,
  };
}

function deploy(at: string, part: Partial<Change> = {}): Change {
  return {
    ...{ key: at, source: 'ci', kind: 'deploy', at, summary: 'Till 1.42', services: ['till'] },
    ...{ version: '1.42', link: '', ...part },
  } as Change;
}

/** The generation of a deployment goes up at that time; nothing else is known. */
function rolledOut(deployment: string, at: string): void {
  const questions = rolloutQuestions(SUBJECT, { from: '2026-11-22T08:00:00.000Z' }, []);
  for (const { query, sign } of questions) {
    server.answer(query, (now) =>
      sign === 'generation'
        ? [{ labels: { deployment, namespace: 'shop' }, value: now < epochSeconds(at) ? 7 : 8 }]
        : [],
    );
  }
}

describe('what was changed', () => {
  it('is what was told and what was seen, in one sentence', async () => {
    rolledOut('ledger', '2026-11-22T09:30:00Z');
    const found = await lookAtChanges(given([deploy('2026-11-22T09:56:00.000Z')]), LOOK, ['till']);
    expect(found.holes).toEqual([]);
    expect(found.changes.map(({ source: by, services }) => [by, ...services])).toEqual([
      ['ci', 'till'],
      ['kubernetes', 'ledger'],
    ]);
    expect(found.evidence.map(({ draft }) => draft)).toMatchObject([
      {
        source: 'changes',
        outcome: 'answered',
        window: { from: '2026-11-22T08:00:00.000Z', to: TO },
        summary:
          'Till 1.42 at 09:56:00 UTC (4 min before the alert); Deployment ledger in namespace shop was rolled out (generation 7 to 8) at 09:30:00 UTC (30 min before the alert).',
      },
    ]);
  });

  it('is one where a deploy was told and its rollout seen', async () => {
    rolledOut('till', '2026-11-22T09:58:00Z');
    const found = await lookAtChanges(given([deploy('2026-11-22T09:56:00.000Z')]), LOOK, ['till']);
    expect(found.changes.map(({ source: by }) => by)).toEqual(['ci']);
  });

  it('before the alert is not lost among what was changed since', async () => {
    const since = Array.from({ length: 300 }, (_, n) =>
      deploy(new Date(Date.parse('2026-11-22T10:01:00Z') + n * 100).toISOString()),
    );
    const before = deploy('2026-11-22T09:56:00.000Z');
    const found = await lookAtChanges(given([...since, before], null), LOOK, []);
    expect(found.changes[0]).toEqual(before);
  });

  it('is told from the book alone where there is no metric source', async () => {
    const found = await lookAtChanges(given([deploy(ONSET)], null), LOOK, ['till']);
    expect(found.changes).toEqual([deploy(ONSET)]);
    expect(found.holes).toEqual([]);
    expect(await lookAtChanges(given([], null), LOOK, [])).toMatchObject({ evidence: [] });
  });

  it('is nothing where all was asked, and that is said', async () => {
    rolledOut('ledger', '2026-11-21T00:00:00Z');
    const found = await lookAtChanges(given([]), LOOK, ['till']);
    expect(found.changes).toEqual([]);
    expect(found.evidence[0]?.draft.outcome).toBe('empty');
  });

  it.each([
    ['hangs', faults.hang(), /did not answer within 0.2 s/],
    ['answers with somebody’s page', faults.loginPage(), /no JSON; is it Prometheus/],
  ])(
    'is what was told where the metric source %s, and the hole is shown',
    async (_, fault, why) => {
      server.fail(fault, { times: 99 });
      const found = await lookAtChanges(given([deploy(ONSET)]), LOOK, ['till']);
      expect(found.changes).toEqual([deploy(ONSET)]);
      expect(found.evidence).toHaveLength(1);
      expect(found.holes.map(({ text }) => text)).toEqual([expect.stringMatching(why)]);
    },
  );

  it('costs a source that hangs one question', async () => {
    server.fail(faults.hang(), { times: 99 });
    await lookAtChanges(given([]), LOOK, ['till']);
    expect(server.requests).toHaveLength(1);
  });
});

describe('what was told to PagerDuty', () => {
  let pagerduty: PagerDutySandbox;
  let board: DutyBoard;

  beforeEach(async () => {
    pagerduty = await openPagerDuty({ clock });
    const { url: apiUrl } = pagerduty;
    board = createPagerDutyBoard({
      ...{ apiToken: SANDBOX_API_TOKEN, from: SANDBOX_FROM, apiUrl, timeoutMs: 300, clock },
    });
  });

  afterEach(() => pagerduty.close());

  const tell = (summary: string, service: string | null, timestamp = '2026-11-22T09:56:00Z') => {
    const details = service === null ? {} : { custom_details: { service } };
    return sendChange(pagerduty, { summary, source: 'ci', timestamp, ...details });
  };
  const looked = (told: readonly Change[] = [], services = ['till', 'ledger-api']) =>
    lookAtChanges(given(told, null, board), LOOK, services);

  it('counts, under our own names of the services, and nothing of others', async () => {
    await tell('Till 1.42', 'till');
    await tell('Ledger 7', 'Ledger API', '2026-11-22T09:50:00Z');
    await tell('Stock 3', 'stock');
    await tell('Too long ago', 'till', '2026-11-22T07:59:00Z');
    const { changes, evidence, holes } = await looked();
    expect(changes.map(({ summary, services, source: by }) => [by, summary, ...services])).toEqual([
      ['pagerduty', 'Till 1.42', 'till'],
      ['pagerduty', 'Ledger 7', 'ledger-api'],
    ]);
    expect(evidence[0]?.draft.summary).toMatch(/^Till 1\.42 at 09:56:00 UTC \(4 min before/);
    expect(holes).toEqual([]);
  });

  it('is one change where it was told here too', async () => {
    await tell('Till 1.42', 'till', '2026-11-22T09:56:30Z');
    const here = deploy('2026-11-22T09:56:00.000Z');
    expect((await looked([here])).changes).toEqual([here]);
  });

  it('adds nothing where there is none', async () => {
    expect(await looked()).toEqual({ changes: [], evidence: [], holes: [] });
  });

  it.each([
    ['hangs', faults.hang(), /^PagerDuty at .* did not answer within 0.3 s$/, true],
    ['fails', faults.badGateway(), /^PagerDuty at .* failed \(502\)$/, true],
    ['refuses the key', faults.answers(401, { error: { code: 2006 } }), /^PagerDuty at/, false],
    ['answers with a page', faults.loginPage(), /^PagerDuty at .* no usable JSON$/, false],
  ])('is a hole where PagerDuty %s, and the rest is there', async (_, fault, words, mayPass) => {
    pagerduty.fail(fault, { times: 9 });
    const here = deploy('2026-11-22T09:56:00.000Z');
    const { changes, holes } = await looked([here]);
    expect(changes).toEqual([here]);
    expect(holes).toEqual([{ text: expect.stringMatching(words), mayPass }]);
  });
});
