/** The note that tells of a diagnosis: the likeliest causes, what is missing, and when it is looked for again. */
import type { Effect } from './effect.ts';
import type { Hypothesis } from './evidence.ts';
import type { Incident } from './incident.ts';
import type { Instant } from './instant.ts';
import { nextLookAt } from './react-step.ts';
import { note } from './told-effects.ts';

/** Once for each result: a later look that names the same causes and lacks the same sources is not told again. */
export function diagnosisTold(incident: Incident, at: Instant): readonly Effect[] {
  const { hypotheses, diagnosis, id, reopened } = incident;
  const lines = hypotheses.slice(0, MOST_TOLD).map(hypothesisLine);
  const result = hypotheses.slice(0, MOST_TOLD).map(({ service, text }) => service ?? text);
  const holes = diagnosis?.holes ?? [];
  const open = [
    diagnosis?.inconclusive ? `Inconclusive: ${diagnosis.inconclusive}` : '',
    ...missingLines(holes),
  ].filter((line) => line !== '');
  const next = nextLookAt(incident, at);
  const later = next === null ? [] : [`Looked for again at ${next.slice(11, 19)} UTC.`];
  const text = [...lines, ...open, ...later].join('\n');
  if (text === '') return [];
  // In other words each time: timed out, then left alone.
  const silent = new Set(holes.map(sourceOf));
  const same = [...result, diagnosis?.inconclusive ?? '', ...silent];
  const dedupe = ['note', id, reopened, 'diagnosis', ...same].join(':');
  return note(incident, at, { about: 'hypotheses', text }).map((effect) => ({
    ...effect,
    dedupe: dedupe.slice(0, 1000),
  }));
}

const MOST_TOLD = 3;
const HOLE_LENGTH = 200;

/** One line per source: the first reason, and how many there are besides. All of them stand in the report. */
function missingLines(holes: readonly string[]): readonly string[] {
  return [...new Set(holes.map(sourceOf))].map((source) => {
    const [first = '', ...others] = holes.filter((hole) => sourceOf(hole) === source);
    const cut = first.length > HOLE_LENGTH ? `${first.slice(0, HOLE_LENGTH - 1)}…` : first;
    return `Missing: ${cut}${others.length === 0 ? '' : ` (and ${others.length} more)`}`;
  });
}

/** `Loki`, of `Loki at 10.0.0.1:3100 did not answer …` and of `Loki: …`. */
function sourceOf(hole: string): string {
  return /^[^:]*?(?= at |:)/.exec(hole)?.[0] ?? hole;
}

function hypothesisLine({ id, text, confidence, evidence }: Hypothesis): string {
  return `${id} (${Math.round(confidence * 100)} %, ${evidence.join(' ')}) ${text}`;
}
