/** Hindsight: what went well and what went badly, computed from what happened; each sentence with its proof. */
import { type Incident, isOpen } from '../domain/incident.ts';
import { secondsBetween } from '../domain/instant.ts';
import { durationsOf, durationText, firstPage } from './durations.ts';
import { type Entry, entriesOf, type Fact, fact } from './fact.ts';
import type { IncidentPapers } from './report.ts';
import { adherenceFact, adherenceOf } from './update-adherence.ts';

export function wentWell(papers: IncidentPapers): readonly Fact[] {
  return [
    ...targets(papers, (seconds, target) => seconds <= target),
    ...promptPage(papers),
    ...updatesInTime(papers),
    ...dataSpoke(papers),
  ];
}

export function wentBadly(papers: IncidentPapers): readonly Fact[] {
  const { incident, entries } = papers;
  return [
    ...targets(papers, (seconds, target) => seconds > target),
    ...silence(papers),
    ...troubledPages(entries),
    ...entriesOf(entries, 'Escalated').map(({ event, seq }) =>
      fact(
        event.reason === '' ? 'It had to be escalated' : `It had to be escalated: ${event.reason}`,
        seq,
      ),
    ),
    ...entriesOf(entries, 'GateOverridden').map(({ event, seq }) =>
      fact(`The gate's need ${event.need} was overridden: ${event.reason}`, seq),
    ),
    ...gapsOfTriage(entries),
    ...missingEvidence(incident),
    ...entriesOf(entries, 'RepairMade').map(({ event, seq }) =>
      fact(`A message had been lost and was repaired by comparing: ${event.what}`, seq),
    ),
    ...entriesOf(entries, 'IncidentReopened').map(({ event, seq }) =>
      fact(`It came back: ${event.reason}`, seq),
    ),
  ];
}

function targets(papers: IncidentPapers, test: (seconds: number, target: number) => boolean) {
  const { incident, entries, policy } = papers;
  return durationsOf(incident, entries, policy).flatMap(({ name, seconds, endedBy, target }) => {
    if (seconds === null || target === null || !test(seconds, target)) return [];
    const took = `${name}: ${durationText(seconds)} of ${durationText(target)}`;
    return [fact(`${took}, ${seconds <= target ? 'in time' : 'too long'}`, endedBy)];
  });
}

const PROMPT_SECONDS = 60;

function promptPage({ incident, entries }: IncidentPapers): readonly Fact[] {
  const page = firstPage(entries);
  if (page === undefined) return [];
  const took = secondsBetween(incident.timeline.detected_at, page.event.at);
  if (took > PROMPT_SECONDS) return [];
  return [fact(`The page was accepted ${durationText(took)} after the first alert`, page.seq)];
}

function updatesInTime({ incident, entries }: IncidentPapers): readonly Fact[] {
  const { owed, onTime } = adherenceOf(incident);
  const told = adherenceFact(incident, entries);
  return told !== null && owed === onTime ? [told] : [];
}

function silence({ incident, entries }: IncidentPapers): readonly Fact[] {
  const { owed, onTime } = adherenceOf(incident);
  const told = adherenceFact(incident, entries);
  return told !== null && owed !== onTime ? [told] : [];
}

function dataSpoke({ incident }: IncidentPapers): readonly Fact[] {
  const { verification } = incident;
  if (isOpen(incident) || verification?.how !== 'checked') return [];
  return [fact(`The data showed the recovery: ${verification.finding}`, ...verification.evidence)];
}

function troubledPages(entries: readonly Entry[]): readonly Fact[] {
  const failed = entriesOf(entries, 'PageFailed').filter(({ event }) => event.action === 'trigger');
  return [
    ...failed.map(({ event, seq }) =>
      fact(`The page was not accepted by ${event.via}: ${event.reason}`, seq),
    ),
    ...entriesOf(entries, 'PageDoubted').map(({ event, seq }) =>
      fact(`The page was in doubt: ${event.why}`, seq),
    ),
    ...entriesOf(entries, 'FallbackCalled')
      .filter(({ event }) => event.failure !== '')
      .map(({ event, seq }) =>
        fact(
          event.via === 'none'
            ? `Nobody was called instead: ${event.failure}`
            : `The fallback (${event.via}) failed: ${event.failure}`,
          seq,
        ),
      ),
  ];
}

function gapsOfTriage(entries: readonly Entry[]): readonly Fact[] {
  return entriesOf(entries, 'TriageCompleted')
    .filter(({ event }) => event.key.how === 'deadline')
    .map(({ event, seq }) => {
      const missing = event.key.missing.join(', ');
      const what = missing === '' ? '' : `; missing: ${missing}`;
      return fact(`Triage ended at its deadline, not by a person${what}`, seq);
    });
}

function missingEvidence({ evidence }: Incident): readonly Fact[] {
  return evidence
    .filter(({ outcome }) => outcome === 'unavailable')
    .map(({ id, title, summary }) => fact(`Evidence is missing (${title}): ${summary}`, id));
}
