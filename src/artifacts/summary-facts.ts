/** The summary of an incident in a few sentences, each with its proof. */
import { impactOf } from '../domain/incident.ts';
import { durationsOf, durationText } from './durations.ts';
import { entriesOf, type Fact, fact, factLine } from './fact.ts';
import { causeOf, lastFixOf } from './incident-context.ts';
import { instantText } from './instant-text.ts';
import type { IncidentPapers } from './report.ts';

export function summaryFacts(papers: IncidentPapers): string {
  const facts = [began(papers), impact(papers), cause(papers), fix(papers), end(papers)];
  return facts
    .filter((each) => each !== null)
    .map((each) => factLine(each))
    .join(' ');
}

function began({ incident, entries }: IncidentPapers): Fact {
  const services = incident.affectedServices.join(', ') || 'an unnamed service';
  const at = instantText(incident.startedAt);
  return fact(
    `A ${incident.severity} incident of ${services} began at ${at}.`,
    entries[0]?.seq,
    entriesOf(entries, 'SeverityConfirmed').at(-1)?.seq,
  );
}

function impact({ incident, entries }: IncidentPapers): Fact | null {
  const text = impactOf(incident);
  if (text === null) return null;
  const stated = entriesOf(entries, 'ImpactStated').at(-1);
  const assumed = entriesOf(entries, 'SeverityProposed').at(-1);
  return stated === undefined
    ? fact(`Impact, as the alert describes it: ${sentence(text)}`, assumed?.seq)
    : fact(`Impact: ${sentence(text)}`, stated.seq);
}

function cause({ incident, entries }: IncidentPapers): Fact | null {
  const named = causeOf(incident);
  if (named === null || named.how === 'overridden') return null;
  const entry = entriesOf(entries, 'RootCauseNamed').at(-1);
  return fact(`Root cause: ${sentence(named.text)}`, entry?.seq, ...named.evidence);
}

function fix({ incident, entries }: IncidentPapers): Fact | null {
  const last = lastFixOf(incident);
  if (last === null) return null;
  const entry = entriesOf(entries, 'FixRecorded').at(-1);
  return fact(`Fix: ${sentence(last.text)}`, entry?.seq, ...last.evidence);
}

function end({ incident, entries, policy }: IncidentPapers): Fact {
  const recovery = durationsOf(incident, entries, policy).at(-1);
  if (recovery === undefined || recovery.seconds === null) return fact('It is not resolved yet.');
  return fact(`It took ${durationText(recovery.seconds)} to recover.`, recovery.endedBy);
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}
