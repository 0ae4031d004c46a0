/** The six success criteria of the workflow, each met or not, with the reason. */
import type { Incident } from '../domain/incident.ts';
import { secondsBetween } from '../domain/instant.ts';
import { durationText } from './durations.ts';
import { entriesOf, type Fact, fact } from './fact.ts';
import { causeOf, verificationOf } from './incident-context.ts';
import type { IncidentPapers } from './report.ts';

export interface Criterion {
  readonly name: string;
  /** Null: it is too early to say. */
  readonly met: boolean | null;
  readonly why: Fact;
}

type Verdict = Omit<Criterion, 'name'>;

export function successCriteria(papers: IncidentPapers): readonly Criterion[] {
  const minutes = durationText(papers.policy.triageDeadline);
  return [
    { name: `Severity classified within ${minutes}`, ...classified(papers) },
    { name: 'Root cause identified within the first triage pass', ...identified(papers) },
    { name: 'Fix applied and verified', ...fixedAndVerified(papers) },
    { name: 'System metrics returned to baseline', ...backAtBaseline(papers) },
    { name: 'Postmortem documented with action items', ...documented(papers) },
    { name: 'Prevention measures identified', ...prevented(papers) },
  ];
}

function classified({ incident, entries, policy }: IncidentPapers): Verdict {
  const [first] = entriesOf(entries, 'SeverityConfirmed');
  if (first === undefined) return { met: null, why: fact('nobody has confirmed a severity yet') };
  const { event, seq } = first;
  if (event.how === 'deadline')
    return no(fact('nobody confirmed it: the proposal was accepted at the deadline', seq));
  const took = secondsBetween(incident.timeline.detected_at, event.saidAt ?? event.at);
  const why = fact(`${event.by.name} confirmed it after ${durationText(took)}`, seq);
  return { met: took <= policy.triageDeadline, why };
}

/** In the first pass: named before any fix, never renamed, and not undone by a reopening. */
function identified({ incident, entries }: IncidentPapers): Verdict {
  const named = entriesOf(entries, 'RootCauseNamed');
  const [first] = named;
  if (first === undefined) {
    const isOver = incident.timeline.resolved_at !== null;
    return { met: isOver ? false : null, why: fact('no root cause is named') };
  }
  const refs = named.map(({ seq }) => seq);
  const reopening = entriesOf(entries, 'IncidentReopened').find(({ seq }) => seq > first.seq);
  if (reopening !== undefined)
    return no(fact('it came back after a root cause was named', first.seq, reopening.seq));
  if (named.length > 1) return no(fact(`it was named ${named.length} times`, ...refs));
  const took = durationText(secondsBetween(incident.timeline.detected_at, first.event.at));
  return yes(fact(`named once, after ${took}`, first.seq, ...first.event.evidence));
}

function fixedAndVerified({ incident, entries }: IncidentPapers): Verdict {
  const fix = entriesOf(entries, 'FixRecorded').at(-1);
  const resolved = entriesOf(entries, 'IncidentResolved').at(-1);
  if (resolved === undefined || incident.timeline.resolved_at === null)
    return { met: null, why: fact('it is not resolved yet') };
  const { closing } = resolved.event;
  if (closing.resolution === 'fixed' && closing.verification.how !== 'overridden')
    return yes(fact('the fix is recorded and the recovery verified', fix?.seq, resolved.seq));
  return closing.resolution === 'alerts_cleared'
    ? no(fact('it recovered without a recorded fix', resolved.seq))
    : no(fact('it was resolved by an override', resolved.seq));
}

function backAtBaseline({ incident, entries }: IncidentPapers): Verdict {
  const verification = verificationOf(incident);
  if (verification === null) return { met: null, why: fact('no check has shown it yet') };
  const check = entriesOf(entries, 'RecoveryChecked').at(-1);
  if (verification.how === 'checked')
    return yes(fact(checkedText(incident), check?.seq, ...verification.evidence));
  if (verification.how === 'vouched') {
    const vouched = entriesOf(entries, 'RecoveryVouched').at(-1);
    const why = `a person vouches for it, no metric shows it: ${verification.finding}`;
    return no(fact(why, vouched?.seq));
  }
  const overrides = entriesOf(entries, 'GateOverridden');
  const override = overrides.findLast(({ event }) => event.need === 'verification');
  return no(fact(`the check was overridden: ${verification.finding}`, override?.seq));
}

function checkedText({ verification, lastCheck }: Incident): string {
  const finding = verification?.finding ?? '';
  const baseline = lastCheck?.checks.find(({ name }) => name === 'baseline');
  return baseline === undefined ? finding : `${finding} Baseline: ${baseline.finding}.`;
}

function documented({ incident, entries }: IncidentPapers): Verdict {
  const whole = incident.actions.filter(({ owner, due }) => owner !== '' && due !== '');
  const refs = entriesOf(entries, 'ActionAdded').map(({ seq }) => seq);
  if (whole.length === 0)
    return { met: pending(incident), why: fact('no action item with an owner and a due date') };
  const count = whole.length === 1 ? '1 action item' : `${whole.length} action items`;
  const cause = causeOf(incident);
  if (cause === null || cause.how === 'overridden')
    return { met: pending(incident), why: fact(`${count}, but no root cause is named`, ...refs) };
  return yes(fact(`${count} with owner and due date`, ...refs));
}

function prevented({ incident, entries }: IncidentPapers): Verdict {
  const stated = entriesOf(entries, 'PreventionStated').map(({ seq }) => seq);
  if (stated.length === 0)
    return { met: pending(incident), why: fact('nobody has said what keeps it from coming back') };
  const count = stated.length === 1 ? '1 measure' : `${stated.length} measures`;
  return yes(fact(`${count} stated`, ...stated));
}

/** What may still be written counts as missed only once the postmortem is closed. */
function pending(incident: Incident): false | null {
  return incident.phase.status === 'postmortem' ? false : null;
}

function yes(why: Fact): Verdict {
  return { met: true, why };
}

function no(why: Fact): Verdict {
  return { met: false, why };
}
