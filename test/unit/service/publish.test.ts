import { expect, it } from 'vitest';
import { alertExpressionKey } from '../../../src/diagnosis/evidence-draft.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import type { OutboxRow } from '../../../src/ports/outbox.ts';
import type { Parts } from '../../../src/service/parts.ts';
import { publish } from '../../../src/service/publish.ts';
import { EVENTS, entriesOf, incidentAfter } from '../artifacts/an-incident.ts';
import { at, evidence } from '../artifacts/its-parts.ts';

const BEGAN = Date.parse(at('13:02:00')) / 1000;

function answer() {
  const points = Array.from({ length: 280 }, (_, index) => [
    BEGAN + index * 15,
    index < 236 ? 1 : 9,
  ]);
  const window = { from: at('13:02:00'), to: at('14:11:45') };
  return { window, step: 15, series: [{ labels: { job: 'a' }, points }] };
}

/** What lies in the output folder afterwards, by name. */
async function published(
  evidences: readonly ReturnType<typeof evidence>[],
  answerTo: (evidenceId: string) => unknown = answer,
  logged: string[] = [],
) {
  const incident = { ...incidentAfter(EVENTS), evidence: evidences };
  const folder = new Map<string, string>();
  const parts = {
    settings: () => ({
      policy: DEFAULT_POLICY,
      projectName: 'shop',
      belongsTo: [],
      language: 'en',
      playbook: { workflow: { outputFile: '{output_folder}/psm-artifacts/incident.md' } },
    }),
    log: { error: (_: string, { name }: { name: string }) => logged.push(name) },
    shelf: {
      put: async (name: string, text: string) => folder.set(name, text),
      read: async (name: string) => folder.get(name) ?? null,
    },
    store: {
      load: async () => ({ incident, version: 1 }),
      signals: async () => [],
      timeline: async () => entriesOf(EVENTS),
      answer: async (_: string, evidenceId: string) => answerTo(evidenceId),
    },
  };
  const row = { incidentId: incident.id, payload: { version: 1 } };
  await publish(parts as unknown as Parts, row as unknown as OutboxRow);
  return folder;
}

const OWN = evidence({ question: alertExpressionKey('x > 0.05') });
const PACK = (id: 'E2' | 'E3', question: string) => evidence({ id, question });

/** Everything that the documents show, as names in the folder. */
function picturesIn(folder: ReadonlyMap<string, string>): ReadonlySet<string> {
  const texts = [...folder].filter(([name]) => name.endsWith('.md')).map(([, text]) => text);
  const links = texts.flatMap((text) => [...text.matchAll(/!\[[^\]]*\]\(<([^>]*)>\)/g)]);
  return new Set(links.map(([, link]) => `psm-artifacts/${link}`));
}

it('what an incident leaves has the picture of each alert, of what its cause rests on, and the overview', async () => {
  const folder = await published([OWN, PACK('E2', 'red/rate:1'), PACK('E3', 'red/errors:2')]);
  const drawn = [...folder.keys()].filter((name) => name.endsWith('.svg'));
  const name = 'psm-artifacts/INC-2026-11-22-007';
  expect(new Set(drawn)).toEqual(new Set([`${name}-E1.svg`, `${name}-overview.svg`]));
  expect(folder.get(`${name}-overview.svg`)).toContain('>E3 What CheckoutErrors measures<');
  expect(picturesIn(folder)).toEqual(new Set(drawn));
});

it('an evidence that the cause rests on has its own picture, whatever it measures', async () => {
  // The story's cause names E1.
  const folder = await published([evidence({ question: 'use/cpu:1' })]);
  expect(folder.get('psm-artifacts/INC-2026-11-22-007-E1.svg')).toContain('>onset 14:01:00<');
});

it('an incident of which nothing was measured leaves no picture, and no link to one', async () => {
  const folder = await published([evidence({ outcome: 'empty' })]);
  expect([...folder.keys()].filter((name) => name.endsWith('.svg'))).toEqual([]);
  expect(folder.size).toBeGreaterThan(2);
  expect(picturesIn(folder)).toEqual(new Set());
});

it('a picture that cannot be drawn is left out and logged, and everything else is there', async () => {
  const logged: string[] = [];
  const broken = (evidenceId: string) => {
    if (evidenceId === 'E1') throw new Error('no picture of this');
    return answer();
  };
  const folder = await published([OWN, PACK('E2', 'red/errors:1')], broken, logged);
  const name = 'psm-artifacts/INC-2026-11-22-007';
  expect(logged).toEqual([`${name}-E1.svg`]);
  const drawn = [...folder.keys()].filter((each) => each.endsWith('.svg'));
  expect(drawn).toEqual([`${name}-overview.svg`]);
  expect(picturesIn(folder)).toEqual(new Set(drawn));
});
