/** Begins a step of the workflow: its file is read now, and what it says first goes to people. */
import { system } from '../domain/actor.ts';
import { type Incident, stepOf } from '../domain/incident.ts';
import type { StepNumber } from '../domain/marks.ts';
import type { Language } from '../domain/say-hints.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import type { Bilingual, StepText } from '../ports/playbook.ts';
import { stepBegun } from '../words/step-words.ts';
import { handle } from './handle.ts';
import type { Parts } from './parts.ts';

export async function beginStep(parts: Parts, row: OutboxRow): Promise<void> {
  const { playbook, language } = parts.settings();
  const n = Number(row.payload['step']) as StepNumber;
  const loaded = await parts.store.load(row.incidentId);
  if (loaded !== null && isStill(loaded.incident, n, row)) {
    const step = await playbook.step(n);
    if (step.changed !== null)
      parts.log.warn('the workflow was edited', { file: step.file, change: step.changed });
    await handle(parts, row.incidentId, {
      type: 'BeginStep',
      at: parts.clock.now(),
      by: system('workflow'),
      ...told(step, language),
    });
  }
  await parts.outbox.done(row.id, parts.clock.now());
}

/** A step that was left before anybody could be told of it is not begun. */
function isStill(incident: Incident, step: StepNumber, row: OutboxRow): boolean {
  return (
    stepOf(incident.phase.status) === step && incident.reopened === Number(row.payload['round'])
  );
}

function told(step: StepText, language: Language) {
  const { n, workflow, version, file, title, questions, skills, brief } = step;
  return {
    step: n,
    workflow,
    version,
    file,
    title: inLanguage(title, language),
    questions: questions.map((question) => inLanguage(question, language)),
    skills,
    note: stepBegun({ step: n, title, guidance: brief }, language),
  };
}

function inLanguage({ en, vi }: Bilingual, language: Language): string {
  if (en === vi) return en;
  return { en, vi, both: `${vi} · ${en}` }[language];
}
