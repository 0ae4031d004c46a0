/** What people are told when they ask: how an incident stands, and where to go on with it. */
import { firingCount, type Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/instant.ts';
import type { StepNumber } from '../domain/marks.ts';
import { type PassedStep, passedSteps } from '../domain/passed-steps.ts';
import type { Policy } from '../domain/policy.ts';
import type { Need } from '../domain/refusal.ts';
import { grammar } from '../domain/say.ts';
import type { Language } from '../domain/say-hints.ts';
import { standing } from './board.ts';
import { headingOf } from './prepared-update.ts';
import { askedLines } from './replies.ts';
import { repliesOf } from './reply-tongue.ts';
import { clockTime, lines, spoken, type Tongue } from './spoken.ts';
import { cardText, evidenceLines, inTongue, type StepCard } from './step-card.ts';
import { pastLines } from './step-words.ts';

/** What a question is answered from. */
export interface Asked {
  readonly incident: Incident;
  readonly at: Instant;
  readonly policy: Policy;
  /** What the next gate still asks. */
  readonly needs: readonly Need[];
}

/** Every sentence of the grammar. */
export function helpReply(language: Language): string {
  return spoken(language, ({ words }) => grammar(words.code));
}

/** Severity, alerts, commander, clocks, hypotheses, what happened before, and what is asked next. */
export function statusReply(asked: Asked, language: Language): string {
  const { incident, at, policy, needs } = asked;
  return spoken(language, (tongue) =>
    lines(
      headingOf(tongue, incident),
      standing(tongue, incident, at, policy),
      firingLine(tongue, incident),
      ...hypothesisLines(tongue, incident),
      pastLines(incident.past, tongue.words.code, 1),
      ...evidenceLines(tongue, incident, 2),
      ...askedLines(tongue, incident, needs, policy),
    ),
  );
}

/** Where the work goes on. */
export interface Place {
  /** Every step of the workflow, by its number. */
  readonly steps: readonly StepCard[];
  /** The file that the step at hand is written down in, and the report; relative to the output folder. */
  readonly output: string;
  readonly report: string;
}

/** Which steps are done and since when, the one at hand with its menu, and what its gate still asks. */
export function resumeReply(
  { incident, at, policy, needs }: Asked,
  current: StepNumber | null,
  { steps, output, report }: Place,
  language: Language,
): string {
  const card = steps.find(({ n }) => n === current);
  const before = steps.filter(({ n }) => current === null || n < current);
  const passed = passedSteps(incident);
  return spoken(language, (tongue) => {
    const { allDone, writtenIn, reportIn } = repliesOf(tongue);
    return lines(
      headingOf(tongue, incident),
      ...before.map((step) => pastStepLine(tongue, step, passed, at)),
      card === undefined ? allDone : cardText(tongue, card),
      ...askedLines(tongue, incident, needs, policy),
      card === undefined ? null : writtenIn({ path: output }),
      reportIn({ path: report }),
    );
  });
}

function firingLine(tongue: Tongue, incident: Incident): string {
  const count = firingCount(incident);
  const { firing, nothingFires } = repliesOf(tongue);
  return count === 0 ? nothingFires : firing({ count: String(count) });
}

/** The three likeliest; while nobody knows the cause, also that there is none. */
function hypothesisLines(tongue: Tongue, { hypotheses, phase }: Incident): readonly string[] {
  const { hypothesis, noHypotheses } = repliesOf(tongue);
  if (hypotheses.length === 0) return phase.status === 'diagnosing' ? [noHypotheses] : [];
  return hypotheses
    .slice(0, 3)
    .map(({ id, confidence, text }) =>
      hypothesis({ id, percent: String(Math.round(confidence * 100)), text }),
    );
}

function pastStepLine(
  tongue: Tongue,
  { n, title }: StepCard,
  passed: readonly PassedStep[],
  now: Instant,
): string {
  const { stepDone, stepSkipped } = repliesOf(tongue);
  const parts = { step: String(n), title: inTongue(tongue, title) };
  const done = passed.find(({ step }) => step === n);
  return done === undefined
    ? stepSkipped(parts)
    : stepDone({ ...parts, at: clockTime(done.at, now) });
}
