import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { alertExpressionKey } from '../../../src/diagnosis/evidence-draft.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { createApp } from '../../../src/http/app.ts';
import type { Front } from '../../../src/http/front.ts';
import { elementsOf, readXml } from '../../given/xml.ts';
import { EVENTS, entriesOf, incidentAfter } from '../artifacts/an-incident.ts';
import { at, evidence, signal } from '../artifacts/its-parts.ts';

const ID = 'INC-2026-11-22-007';
const EXPRESSION = 'checkout_error_ratio > 0.05';
const BEGAN = Date.parse(at('13:02:00')) / 1000;
const NASTY = '</text><script>alert(1)</script>';

/** E1 the alert's own, E2 its check, E3 logs, E4 without values, E5 to E7 of packs; the first hypothesis names E7. */
const EVIDENCE = [
  evidence({
    question: `round:1:${alertExpressionKey(EXPRESSION)}`,
    query: 'checkout_error_ratio',
  }),
  evidence({ id: 'E2', question: 'verify:x:1:0', query: 'checkout_error_ratio' }),
  evidence({ id: 'E3', question: 'logs:ab', source: 'loki' }),
  evidence({ id: 'E4', question: 'red/errors:0', outcome: 'empty', summary: 'It has no data.' }),
  evidence({ id: 'E5', question: 'red/rate:1', title: 'Requests' }),
  evidence({ id: 'E6', question: 'red/latency:2', title: 'Latency' }),
  evidence({ id: 'E7', question: 'use/cpu:3', title: NASTY }),
  evidence({ id: 'E8', question: 'round:2:red/latency:2', title: 'Latency again' }),
];

/** Of one series that is wrong from 14:01:00. */
function answerOf(calm: number, wrong: number) {
  const points = Array.from({ length: 280 }, (_, index) => {
    const time = BEGAN + index * 15;
    return [time, time < BEGAN + 59 * 60 ? calm : wrong];
  });
  const window = { from: at('13:02:00'), to: at('14:11:45') };
  const series = [{ labels: { instance: NASTY }, points }];
  return { query: '', window, step: 15, series, warnings: [], truncated: false };
}

const INCIDENT = {
  ...incidentAfter(EVENTS),
  evidence: EVIDENCE,
  hypotheses: [{ id: 'H1', text: 'the CPU', confidence: 0.8, evidence: ['E7', 'E1'] } as const],
};

function app(incident: object = INCIDENT, edited: string | null = null) {
  const generatorUrl = `http://prom.example.com/graph?g0.expr=${encodeURIComponent(EXPRESSION)}`;
  const parts = {
    log: { error: (...said: unknown[]) => expect(said).toEqual([]) },
    shelf: { read: async (name: string) => (name.endsWith('.md') ? edited : null) },
    settings: () => ({
      policy: DEFAULT_POLICY,
      projectName: 'shop',
      belongsTo: [],
      language: 'en',
      playbook: { workflow: { outputFile: '{output_folder}/psm-artifacts/incident.md' } },
    }),
    store: {
      load: async (id: string) => (id === ID ? { incident, version: 1 } : null),
      signals: async () => [signal('CheckoutErrors', { generatorUrl })],
      timeline: async () => entriesOf(EVENTS),
      answer: async (_: string, id: string) =>
        id === 'E3' ? { lines: [] } : id === 'E4' ? null : answerOf(0.01, 0.31),
    },
  };
  return createApp({ parts, apiToken: '' } as unknown as Front);
}

const get = (path: string, incident?: object) =>
  request(app(incident)).get(`/api/v1/incidents/${ID}/${path}`).buffer(true);

function textsIn(body: unknown): readonly string[] {
  return elementsOf(readXml(String(body)), 'text').map(({ text }) => text);
}

describe('the picture of an evidence', () => {
  it("is drawn with the alert's threshold and the moments of the incident", async () => {
    const answer = await get('evidence/E1.svg');
    expect(answer.status).toBe(200);
    expect(textsIn(answer.body)).toEqual(
      expect.arrayContaining([
        '> 0.05',
        'onset 14:01:00',
        'fired 14:02:00',
        'paged 14:02:31',
        'fixed 14:20:00',
      ]),
    );
  });

  it('runs and fetches nothing in a browser', async () => {
    const { headers, body } = await get('evidence/e1.svg');
    expect(headers).toMatchObject({
      'content-type': 'image/svg+xml; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
    });
    expect(elementsOf(readXml(String(body)), 'script')).toEqual([]);
    expect(textsIn(body).join()).toContain(NASTY);
  });

  it('of a check has the same threshold, of a pack its usual values and its own onset', async () => {
    expect(textsIn((await get('evidence/E2.svg')).body)).toContain('> 0.05');
    const pack = await get('evidence/E5.svg');
    expect(textsIn(pack.body)).toContain('onset 14:01:00');
    expect(textsIn(pack.body)).not.toContain('> 0.05');
    expect(String(pack.body)).toContain('#cfe2f1');
  });

  it.each([
    ['E3.svg', 'E3 is from loki, and only series of metrics are drawn.'],
    ['E4.svg', 'E4 has no values: It has no data.'],
    ['E99.svg', 'There is no such evidence on this incident.'],
    ['.svg', 'There is no such evidence on this incident.'],
  ])('is a problem for %s, which says why', async (path, detail) => {
    const answer = await get(`evidence/${path}`);
    expect(answer.status).toBe(404);
    expect(answer.type).toBe('application/problem+json');
    expect(JSON.parse(String(answer.text ?? answer.body)).detail).toBe(detail);
  });

  it('is not what its evidence without .svg is', async () => {
    const answer = await get('evidence/E1');
    expect(answer.type).toBe('application/json');
    expect(answer.body.answer.series).toHaveLength(1);
  });
});

describe('the overview', () => {
  it('has what hypotheses name first, then by number, each question once, and nothing of the alert itself', async () => {
    const answer = await get('overview.svg');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    const titles = textsIn(answer.body).filter((text) => /^E\d/.test(text));
    expect(titles).toEqual([`E7 ${NASTY}`, 'E5 Requests', 'E6 Latency']);
  });

  it('is a problem where nothing else was measured', async () => {
    const answer = await get('overview.svg', { ...INCIDENT, evidence: EVIDENCE.slice(0, 4) });
    expect(answer.status).toBe(404);
    expect(JSON.parse(String(answer.text ?? answer.body))).toMatchObject({
      code: 'no-picture',
      detail: 'Nothing was measured beside what the alert itself measures.',
    });
  });

  it('is no picture of an incident that there is not', async () => {
    const answer = await request(app()).get('/api/v1/incidents/INC-2026-11-22-999/overview.svg');
    expect(answer.status).toBe(404);
  });
});

describe.each(['report.md', 'postmortem.md'])('%s', (name) => {
  it('links to pictures that the API has', async () => {
    const { text } = await get(name);
    const links = [...text.matchAll(/!\[[^\]]*\]\(<([^>]*)>\)/g)].map(([, link]) => link ?? '');
    expect(new Set(links)).toEqual(new Set(['overview.svg', 'evidence/E1.svg']));
    for (const link of links) expect((await get(link)).status).toBe(200);
  });
});

it('postmortem.md has addresses in what people wrote around the pictures, too', async () => {
  const edited = `# Ours\n\nSee ![the peak](<${ID}-E1.svg>) here.\n`;
  const { text } = await request(app(INCIDENT, edited)).get(
    `/api/v1/incidents/${ID}/postmortem.md`,
  );
  expect(text).toContain('See ![the peak](<evidence/E1.svg>) here.');
  expect(text).not.toContain(`<${ID}-`);
});
