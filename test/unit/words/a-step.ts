/** Steps of a workflow to speak about, and an incident that goes through them. */
import { needsOf } from '../../../src/domain/gates.ts';
import type { Incident } from '../../../src/domain/incident.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import type { StepCard } from '../../../src/words/step-card.ts';
import { cause, confirm, evidence } from '../../given/command.ts';
import { given, observe, signal } from '../../given/story.ts';

const both = (text: string) => ({ en: text, vi: `${text} (vi)` });

function card(n: 1 | 2 | 3 | 4, title: string): StepCard {
  return {
    n,
    title: both(title),
    brief: both(`Do ${title} first.`),
    questions: [both(`What about ${title}?`)],
    menu: { deeper: both('look deeper'), go: both('go on') },
  };
}

export const STEPS = [card(1, 'Triage'), card(2, 'Diagnose'), card(3, 'Fix'), card(4, 'Learn')];

export const asking = (incident: Incident) => ({
  needs: needsOf(incident, DEFAULT_POLICY),
  policy: DEFAULT_POLICY,
  step: null,
});
export const opened = given(observe([signal()]));
export const diagnosing = opened.when(evidence()).when(confirm('SEV1'));
export const recovering = diagnosing.when(cause());
