/** Log evidence keeps what was written, and says it in one sentence. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/diagnosis/canonical-json.ts';
import { logChange } from '../../../src/diagnosis/log-change.ts';
import { draftLogEvidence, draftLogHole } from '../../../src/diagnosis/log-evidence.ts';
import { BASELINE, everyMinute, INCIDENT, line, lines, scene } from './logs-given.ts';

const RAW = '<b>no paper</b> \u202E <!channel>';
const GIVEN = scene({
  before: lines(everyMinute('09:00:00', 30, (n) => `slow ${n}`)),
  after: lines([
    line('10:01:00', 'slow 1'),
    line('10:02:00', RAW),
    line('10:03:00', 'y'.repeat(9000)),
  ]),
});
const ASKED = {
  source: 'loki',
  look: '',
  title: 'What till logged',
  query: '{app="till"}',
  scene: GIVEN,
  change: logChange(GIVEN),
} as const;

interface Kept {
  readonly excerpt: readonly { readonly text: string }[];
}

describe('log evidence', () => {
  it('has the window, the query, one sentence, and a hash of what is kept', () => {
    const { draft, answer } = draftLogEvidence(ASKED);
    expect(draft).toMatchObject({
      source: 'loki',
      title: 'What till logged',
      query: '{app="till"}',
      window: { from: BASELINE.from, to: INCIDENT.to },
      outcome: 'answered',
      link: '',
      sha256: createHash('sha256').update(canonicalJson(answer)).digest('hex'),
    });
    expect(draft.summary).toMatch(
      /^New in the logs: “.*”, once since 10:0\d:00 UTC, and 1 more kind of lines\.$/,
    );
    expect(draft.question).toMatch(/^logs:[0-9a-f]{16}$/);
  });

  it('keeps lines raw, those of new kinds first, and cuts only what is endless', () => {
    const { excerpt } = draftLogEvidence(ASKED).answer as Kept;
    expect(excerpt.map(({ text }) => text.length)).toEqual([RAW.length, 4096, 6]);
    expect(excerpt[0]?.text).toBe(RAW);
  });

  it('is the same question for the same query of the same look', () => {
    const key = (part: object) => draftLogEvidence({ ...ASKED, ...part }).draft.question;
    expect(key({})).toBe(key({ title: 'other' }));
    expect(key({ query: '{app="b"}' })).not.toBe(key({}));
    expect(key({ look: 'round:1:' })).toBe(`round:1:${key({})}`);
  });

  it('is a hole that is shown where the store gave no answer', () => {
    const hole = draftLogHole(ASKED, INCIDENT, 'Loki: timed out after 10 s');
    expect(hole.draft).toMatchObject({
      outcome: 'unavailable',
      summary: 'Loki: timed out after 10 s',
      question: draftLogEvidence(ASKED).draft.question,
      window: INCIDENT,
    });
  });
});
