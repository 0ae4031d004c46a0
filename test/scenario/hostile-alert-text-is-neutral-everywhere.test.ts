/** An alert whose every text tries to be Markdown, HTML, a mention, a formula or a terminal's escape stays text everywhere. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { incidentVerbs } from '../../src/cli/incident.ts';
import { openSlack, SANDBOX_BOT_TOKEN, type Slack } from '../../src/sandbox/slack.ts';
import { type HookReceiver, openHookReceiver } from '../../src/sandbox/stakeholder-hook.ts';
import { checkoutDown, errorsFor } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import {
  activeInMarkdown,
  activeInMessage,
  activeInPicture,
  activeInTerminal,
  activeInYaml,
  EVERY_HOSTILE,
  HOSTILE,
  SPOKEN_HOSTILE,
} from '../given/hostile-text.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { movableClock } from '../given/movable-clock.ts';
import { runVerb } from '../unit/cli/run-verb.ts';

const databases = givenDatabases();
let at: Standing;
let slack: Slack;
let hook: HookReceiver;
let id: string;
const files = new Map<string, string>();

/** Every label and every annotation of it. */
const ALERT = checkoutDown({
  labels: {
    alertname: HOSTILE.formula,
    service: HOSTILE.sum,
    severity: 'critical',
    cluster: HOSTILE.plus,
    instance: HOSTILE.minus,
    team: HOSTILE.block,
  },
  annotations: {
    summary: HOSTILE.mention,
    description: EVERY_HOSTILE,
    impact: HOSTILE.html,
    runbook_url: 'javascript:alert(1)',
    dashboard: HOSTILE.markdown,
  },
});

const SENTENCES = [
  `impact: ${SPOKEN_HOSTILE}`,
  `services: ${SPOKEN_HOSTILE.replaceAll(',', ' ')}`,
  `note: ${SPOKEN_HOSTILE}`,
  '[A]',
  'update ok',
  `cause: ${SPOKEN_HOSTILE} evidence E1`,
  `fix: ${SPOKEN_HOSTILE} evidence E1 rollback: ${SPOKEN_HOSTILE}`,
  `update: we see ${SPOKEN_HOSTILE}`,
  `users: ${SPOKEN_HOSTILE}`,
  'users ok',
  `escalate ${SPOKEN_HOSTILE}`,
  'status',
  'resume',
];

const LESSONS = [
  ...Array.from({ length: 5 }, () => `why: ${SPOKEN_HOSTILE}`),
  `action: ${SPOKEN_HOSTILE} owner: ${SPOKEN_HOSTILE} due: 2026-12-01`,
  `prevent: ${SPOKEN_HOSTILE}`,
  'status',
  'close postmortem',
];

async function says(...sentences: string[]): Promise<void> {
  const vendorId = at.pagerduty.incidents[0]?.id ?? '';
  for (const sentence of sentences) {
    at.pagerduty.asUser('Lan Nguyen').annotate(vendorId, sentence);
    await at.settle();
    await at.forward(20);
  }
}

async function readAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path.slice(folder.length + 1), await readFile(path, 'utf8'));
  }
}

beforeAll(async () => {
  const clock = movableClock();
  slack = await openSlack({ clock });
  hook = await openHookReceiver({ clock });
  at = await standHouse({
    databaseUrl: await databases.empty(),
    clock,
    env: {
      SLACK_BOT_TOKEN: SANDBOX_BOT_TOKEN,
      SLACK_API_URL: slack.apiUrl,
      STAKEHOLDER_WEBHOOK_URL: hook.hookUrl,
      STAKEHOLDER_WEBHOOK_SECRET: 'stakeholders',
    },
  });
  errorsFor(at.prometheus, 600);
  at.prometheus.set(
    'checkout_error_ratio',
    { service: HOSTILE.html, path: HOSTILE.formula },
    () => 0.4,
  );
  const [opened] = await at.alert(ALERT);
  id = opened?.id ?? '';
  await at.forward(200);
  await at.say(id, 'sev1');
  await says(...SENTENCES);
  await at.alert({ ...ALERT, endsAt: at.clock.now() });
  await says(`verified: ${SPOKEN_HOSTILE}`, 'resolve', ...LESSONS);
  await readAll(at.outputFolder);
}, 120_000);

afterAll(async () => {
  await at.close();
  await Promise.all([slack.close(), hook.close()]);
});

const named = (ending: string) => [...files].filter(([name]) => name.endsWith(ending));

/** By the place where it was found; empty: nothing. */
function active(
  texts: readonly (readonly [string, string])[],
  find: (text: string) => readonly string[],
): Readonly<Record<string, readonly string[]>> {
  expect(texts.length).toBeGreaterThan(0);
  const all = texts.map(([name, text]) => [name, find(text)] as const);
  return Object.fromEntries(all.filter(([, marks]) => marks.length > 0));
}

describe('hostile alert text', () => {
  it('is found by these checks where it is raw', () => {
    for (const text of Object.values(HOSTILE)) {
      const line = `| ${text} |`;
      expect([text, activeInMarkdown(`| a |\n|---|\n${line}`)]).not.toEqual([text, []]);
      expect([text, activeInMessage(text)]).not.toEqual([text, []]);
    }
    for (const find of [activeInYaml, activeInPicture, activeInTerminal]) {
      expect(find(`key: ${EVERY_HOSTILE}`)).not.toEqual([]);
    }
  });

  it('went the whole way: the incident is closed, and every document is there', async () => {
    expect((await at.get(`/api/v1/incidents/${id}`)).status).toBe('postmortem');
    const short = [...files.keys()].map((name) => name.split('/').at(-1)?.replace(/-20.*/, ''));
    for (const name of [
      ...['incident-session.yaml', 'incident-context.yaml', 'incident-response-summary.md'],
      ...['step-1-output.md', 'step-2-output.md', 'step-3-output.md', 'step-4-output.md'],
    ]) {
      expect(short).toContain(name);
    }
    expect(named('.svg').length).toBeGreaterThan(0);
    const all = named('.md').map(([, text]) => text);
    expect(all.every((text) => text.includes('HYPERLINK'))).toBe(true);
  });

  it('is text in the report, the postmortem, the step outputs and the summary', () => {
    expect(active(named('.md'), activeInMarkdown)).toEqual({});
  });

  it('is text in the YAML of the session and the context, which reads back as it is', () => {
    expect(active(named('.yaml'), activeInYaml)).toEqual({});
    for (const [, text] of named('.yaml')) {
      expect(parse(text).incident_context.affected_services[0]).toContain('@SUM(1+1)');
    }
  });

  it('is text in the charts', () => {
    expect(active(named('.svg'), activeInPicture)).toEqual({});
  });

  it('is text in every note and on the page', () => {
    const notes = at.pagerduty.incidents.flatMap((incident) =>
      incident.notes.map(({ content }) => content),
    );
    const ours = notes.filter((note) => note.startsWith('[tocsin]'));
    expect(ours.length).toBeGreaterThan(15);
    expect(
      active(
        ours.map((note, index) => [`note ${index}`, note]),
        activeInMessage,
      ),
    ).toEqual({});
    const titles = at.pagerduty.incidents.map(({ title }) => ['title', title] as const);
    expect(active(titles, activeInTerminal)).toEqual({});
  });

  it('is text in every message of the chat, for PagerDuty’s subscribers and for other systems', () => {
    const chat = slack.posted.map(({ text, ts }) => [`chat ${ts}`, text] as const);
    expect(active(chat, activeInMessage)).toEqual({});
    const blocks = slack.posted.flatMap(({ blocks: all, ts }) =>
      textsOf(all).map((text) => [`block ${ts}`, text] as const),
    );
    expect(active(blocks, activeInMessage)).toEqual({});
    const updates = at.pagerduty.requests
      .filter(({ path }) => path.endsWith('/status_updates'))
      .map(({ body }) => ['status update', (body as { message: string }).message] as const);
    expect(active(updates, activeInMessage)).toEqual({});
    const told = hook.requests.map(
      ({ body }) => ['hook', (body as { text: string }).text] as const,
    );
    expect(active(told, activeInMessage)).toEqual({});
  });

  it('is text on the terminal', async () => {
    for (const verb of [['show', id], ['list'], ['resume', id], ['say', id, 'status']]) {
      const ran = await runVerb(incidentVerbs, 'incident', ...verb, '--url', at.url);
      expect(ran.out).toContain('HYPERLINK');
      expect(active([[verb.join(' '), ran.out]], activeInTerminal)).toEqual({});
    }
  });

  it('comes from the API as plain text or Markdown, and no browser may guess', async () => {
    for (const path of [
      'session.yaml',
      'context.yaml',
      'report.md',
      'summary.md',
      'steps/1/output.md',
    ]) {
      const answer = await fetch(`${at.url}/api/v1/incidents/${id}/${path}`);
      expect(answer.headers.get('content-type')).toMatch(
        /^text\/(?:plain|markdown); charset=utf-8$/,
      );
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

/** Every text of a message's blocks. */
function textsOf(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'text' && typeof value === 'string' ? [value] : textsOf(value),
  );
}
