import { describe, expect, it } from 'vitest';
import { responseSummary } from '../../../src/artifacts/response-summary.ts';
import { stepOutput } from '../../../src/artifacts/step-output.ts';
import { stepParts } from '../../../src/artifacts/steps-of.ts';
import type { IncidentEvent } from '../../../src/domain/incident-event.ts';
import { EVENTS, entriesOf, until } from './an-incident.ts';
import { at, LAN, signal } from './its-parts.ts';
import { papers } from './papers.ts';

describe('the events of an incident', () => {
  it('each belong to the step that was on, the one that ends it too', () => {
    const parts = stepParts(entriesOf(EVENTS));
    expect(parts.map(({ step, round }) => [step, round])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 1],
    ]);
    expect(parts.map(({ entries }) => entries.at(-1)?.event.type)).toEqual([
      'TriageCompleted',
      'RootCauseNamed',
      'IncidentResolved',
      'PostmortemClosed',
    ]);
    expect(parts.flatMap(({ entries }) => entries)).toHaveLength(EVENTS.length);
  });

  it('are told apart in no time, however many alerts there were', () => {
    const [opened, ...rest] = EVENTS;
    const alerts = Array.from(
      { length: 6000 },
      (_, n): IncidentEvent => ({
        ...{ type: 'SignalsObserved', at: at('14:02:30'), by: LAN, resolved: [], truncated: 0 },
        fired: [signal('CheckoutErrors', { fingerprint: `f${n}` })],
      }),
    );
    const parts = stepParts(entriesOf([opened as IncidentEvent, ...alerts, ...rest]));
    expect(parts.map(({ step, entries }) => [step, entries.at(-1)?.event.type])).toEqual([
      [1, 'TriageCompleted'],
      [2, 'RootCauseNamed'],
      [3, 'IncidentResolved'],
      [4, 'PostmortemClosed'],
    ]);
  });

  it('belong to a second round once it is reopened', () => {
    const reopened: IncidentEvent = {
      type: 'IncidentReopened',
      at: at('14:50:00'),
      by: LAN,
      reason: 'it fires again',
    };
    const note: IncidentEvent = { type: 'NoteTaken', at: at('14:51:00'), by: LAN, text: 'again' };
    const parts = stepParts(entriesOf([...until('IncidentResolved'), reopened, note]));
    expect(parts.slice(-2).map(({ step, round }) => [step, round])).toEqual([
      [4, 1],
      [2, 2],
    ]);
  });
});

describe('the output of a step', () => {
  it('shows what happened in it, with the questions that the workflow asked', () => {
    const text = stepOutput(papers(EVENTS), 2);
    expect(text).toContain('# INC-2026-11-22-007: step-02-diagnose');
    expect(text).toContain('**Round 1**, 2026-11-22 14:04:31 UTC to 2026-11-22 14:12:00 UTC');
    expect(text).toContain('Find the cause (W-INCIDENT-001, step-02-diagnose.md');
    expect(text).toContain('- What changed shortly before it began?');
    expect(text).toContain('Loaded: 5.08');
    expect(text).toContain('Root cause named by Lan Nguyen');
    expect(text).not.toContain('Fix recorded');
  });

  it('is nothing before the step has begun', () => {
    expect(stepOutput(papers(until('PageAccepted')), 2)).toBe('');
  });
});

describe('the response summary', () => {
  it('fits a page: facts, summary, cause, fix, phases and criteria', () => {
    const text = responseSummary(papers(EVENTS));
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
    expect(headings).toEqual([
      'Summary',
      'Root cause',
      'Fix',
      'Phases against their targets',
      'Success criteria',
    ]);
    expect(text.length).toBeLessThan(5000);
  });
});
