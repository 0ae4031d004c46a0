/** Chooses which evidence of an incident is worth a picture: what the alert measures, what the cause rests on, the rest. */
import { causeOf } from '../artifacts/incident-context.ts';
import { ALERT_EXPRESSION } from '../diagnosis/evidence-draft.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import { RETROSPECT } from './looks.ts';

const MOST_OWN = 3;
const MOST_CITED = 3;
const MOST_PANELS = 9;

/** With a picture each: what the alert itself measures, then what the root cause rests on. */
export function singlesOf(incident: Incident): readonly Evidence[] {
  const measured = incident.evidence.filter(isMeasured);
  const own = measured
    .filter(isOwn)
    .sort((a, b) => Number(isRetrospect(b)) - Number(isRetrospect(a)))
    .slice(0, MOST_OWN);
  const cited = citedBy(incident);
  const others = measured.filter((each) => cited.has(each.id) && !own.includes(each));
  return [...own, ...others.slice(0, MOST_CITED)];
}

/** Side by side in one picture: in the order of the hypotheses that name them, then by number; each question once. */
export function panelsOf({ evidence, hypotheses }: Incident): readonly Evidence[] {
  const named = hypotheses.flatMap((each) => each.evidence);
  const rank = ({ id }: Evidence) => {
    const place = named.indexOf(id);
    return place === -1 ? named.length : place;
  };
  const others = evidence.filter((each) => isMeasured(each) && !isOwn(each) && !isCheck(each));
  const byQuestion = new Map<string, Evidence>();
  for (const each of [...others].sort((a, b) => rank(a) - rank(b))) {
    const question = bareQuestion(each);
    if (!byQuestion.has(question)) byQuestion.set(question, each);
  }
  return [...byQuestion.values()].slice(0, MOST_PANELS);
}

/** Why there is no picture of it; null when there is one, as far as the incident knows. */
export function whyNoPicture({ id, source, outcome, summary }: Evidence): string | null {
  if (source !== 'prometheus')
    return `${id} is from ${source}, and only series of metrics are drawn.`;
  return outcome === 'answered' ? null : `${id} has no values: ${summary}`;
}

/** The key of an alert's expression, whichever look asked it. */
export function expressionKeyOf({ question }: Evidence): string {
  return question.slice(Math.max(0, question.indexOf(ALERT_EXPRESSION)));
}

function isMeasured(evidence: Evidence): boolean {
  return whyNoPicture(evidence) === null;
}

function isOwn({ question }: Evidence): boolean {
  return question.includes(ALERT_EXPRESSION);
}

/** The look back over the whole incident shows most. */
function isRetrospect({ question }: Evidence): boolean {
  return question.startsWith(RETROSPECT);
}

function isCheck({ question }: Evidence): boolean {
  return question.startsWith('verify:');
}

/** Without the look that asked it: `red/errors:1f0c…`. */
function bareQuestion({ question }: Evidence): string {
  return question.split(':').slice(-2).join(':');
}

function citedBy(incident: Incident): ReadonlySet<string> {
  const cause = causeOf(incident);
  return new Set(cause === null || cause.how === 'overridden' ? [] : cause.evidence);
}
